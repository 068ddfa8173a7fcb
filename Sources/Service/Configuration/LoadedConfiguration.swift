import Configuration
import ConfigurationFiles
import Monitoring

/// A configuration as it was read from its files, and what a core does by it.
package struct LoadedConfiguration: Sendable {
  /// With what is wrong about the zone, too, which only who knows the system's zones can judge.
  package var resolved: ResolvedConfiguration
  /// The entries of wrappers in the runtime file as they were read.
  package var versions: [String: EntryVersion]
  package var files: [ConfigurationFileNote]
  /// What may be spent.
  package var budgets: BudgetPlan
  /// How wrappers are watched.
  package var watching: WrapperPolicies
  /// The faults of files that do not parse, of which nothing is in `resolved`.
  private var unparsed: [Finding] = []

  /// Reads all files. What does not parse, and whatever else is wrong, is among the `errors` and left out of the rest.
  ///
  /// - Parameters:
  ///   - isComplete: spending from before this process began is known.
  ///   - cache: remembers what was read before.
  /// - Throws: if a file cannot be read, or another user could write it.
  package init(
    _ paths: ConfigurationPaths, isComplete: Bool, cache: ResolutionCache = ResolutionCache()
  ) throws(ConfigurationFileError) {
    let (read, unparsed) = try ConfigurationReader.readWhatParses(paths)
    self.init(read.resolved(by: cache), isComplete: isComplete)
    versions = read.versions
    files = read.notes
    self.unparsed = unparsed.map { Finding(.error, .standard, $0) }
  }

  /// What comes of a configuration, whatever it was read from.
  package init(_ resolved: ResolvedConfiguration, isComplete: Bool) {
    self.resolved = resolved
    versions = [:]
    files = []
    watching = WrapperPolicies(resolved)
    do throws(Finding) {
      budgets = try BudgetPlan(resolved, isComplete: isComplete)
    } catch {
      // Budgets hold all the same, by the days of UTC.
      self.resolved.findings.append(error)
      var inUTC = resolved
      inUTC.zone = nil
      budgets = (try? BudgetPlan(inUTC, isComplete: isComplete)) ?? BudgetPlan()
    }
  }

  /// Everything that is wrong in it; empty if it can be taken over. While a file does not parse, what the others lack for
  /// it is no fault of theirs.
  package var errors: [Finding] {
    unparsed.isEmpty ? resolved.findings.filter { $0.severity == .error } : unparsed
  }

  /// What is valid in it. Its errors are not among the findings: they are said of what is not in force.
  var valid: ResolvedConfiguration {
    var valid = resolved
    valid.findings = warnings
    return valid
  }

  /// True if every file parses.
  var isWhole: Bool { unparsed.isEmpty }

  /// What is only worth a warning.
  package var warnings: [Finding] { resolved.findings.filter { $0.severity == .warning } }

  /// How it is shown, as the first that is in force.
  package func state(environmentName: String?, readOnlyReason: String?) -> ConfigurationState {
    ConfigurationState(
      resolved: valid, rejected: errors, versions: versions, files: files, readOnlyReason: readOnlyReason,
      environmentName: environmentName, generation: 1)
  }

  /// Throws everything that is wrong, if anything is.
  package func check() throws(ConfigurationFileError) {
    let errors = errors
    if !errors.isEmpty { throw .invalid(errors.map(\.description)) }
  }
}

extension WrapperPolicies {
  /// What a configuration says of how wrappers are watched.
  init(_ resolved: ResolvedConfiguration) {
    self.init()
    for (name, wrapper) in resolved.wrappers {
      let settings = resolved.monitoring(of: wrapper)
      if !settings.isMonitored { unmonitored.insert(name) }
      if settings.retentionDays != WrapperPolicies.usualRetentionDays { retentionDays[name] = settings.retentionDays }
    }
  }
}

/// What a core knows of the configuration, for snapshots.
enum KnownConfiguration {
  /// There is none.
  case none
  case known(ConfigurationState)
  /// There may be one; why it is not known.
  case unknown(String)
}
