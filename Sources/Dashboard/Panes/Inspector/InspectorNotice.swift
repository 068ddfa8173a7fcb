import Configuration

/// What has to be known before all else of the configuration that is shown, in a line below the title.
enum InspectorNotice {
  /// Nil if there is nothing.
  static func line(_ content: InspectorContent, _ configuration: ConfigurationState?) -> Line? {
    guard let configuration, content.wrapper != nil else { return nil }
    if !configuration.rejected.isEmpty {
      let count = configuration.rejected.count { $0.severity == .error }
      let words = count == 1 ? "1 error" : "\(count) errors"
      return Line("! ", .notice, .bold)
        .adding("What is on the disk has \(words): the last good configuration is in force", .notice)
    }
    if content.isBegun {
      return Line("Not configured yet, kind ", .text).adding(ShownText.name(content.kind.name), .accent)
        .adding(": what is set here begins it when it is written", .text)
    }
    guard content.isConfigured else {
      return Line("Not configured: defaults of kind ", .text)
        .adding(ShownText.name(content.kind.name), .accent)
        .adding(configuration.readOnlyReason == nil ? "; e begins a configuration" : "", .text)
    }
    return nil
  }
}
