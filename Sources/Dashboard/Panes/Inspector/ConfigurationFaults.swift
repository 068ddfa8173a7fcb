import Configuration

/// What is wrong with the configuration of a wrapper, in a few words for its title.
enum ConfigurationFaults {
  /// Nil if there is no error.
  static func line(of wrapper: String, _ configuration: ConfigurationState?) -> Line? {
    guard let configuration else { return nil }
    let errors = [configuration.rejected, configuration.resolved.findings].reduce(0) { sum, findings in
      sum + findings.count { $0.severity == .error && $0.wrapper == wrapper }
    }
    guard errors > 0 else { return nil }
    return Line("config: ", .dim).adding(errors == 1 ? "1 error" : "\(errors) errors", .critical, .bold)
  }
}
