import Canvas
import Configuration
import ConfigurationFiles
import Foundation
import Monitoring
import Reports
import Service
import SystemFiles

/// The configuration as a command finds it.
struct ConfigurationView {
  let state: ConfigurationState
  var configuration: ResolvedConfiguration { state.resolved }

  /// Reads all layers.
  init(_ paths: ConfigurationPaths) throws {
    self.init(try ConfigurationReader.read(paths), paths)
  }

  /// What was read already.
  init(_ read: ReadConfiguration, _ paths: ConfigurationPaths) {
    state = ConfigurationState(
      resolved: read.resolved.withZoneChecked, versions: read.versions, files: read.notes,
      environmentName: paths.environmentName)
  }

  /// How texts look on standard output.
  static var text: ConfigurationText {
    ConfigurationText(color: StandardOutput.usesColor, glyphs: .ofEnvironment)
  }

  /// A wrapper by its name.
  func wrapper(_ name: String) throws -> WrapperConfiguration {
    guard let wrapper = configuration.wrappers[name] else { throw unknownWrapper(name) }
    return wrapper
  }

  func unknownWrapper(_ name: String, advice: String = "") -> Failure {
    let known = configuration.wrappers.keys.sorted()
    let hint =
      known.isEmpty
      ? "; no wrapper is configured: name their file with --wrappers"
      : ShownText.path(Suggestion.text(for: name, among: known)) + "; see `wraptop config list`"
    return .usage("\(ShownText.name(name)): no wrapper has that name\(hint)\(advice)")
  }

  /// Throws what is wrong with a wrapper, or with no wrapper in particular: a value that is left out for its error must not
  /// pass for one that nobody gave.
  func requireValid(_ wrapper: WrapperConfiguration) throws {
    let errors = configuration.findings.filter { finding in
      finding.severity == .error && (finding.wrapper ?? wrapper.name) == wrapper.name
    }
    guard errors.isEmpty else { throw Self.failure(errors) }
  }

  /// Findings as one failure, a line each.
  static func failure(_ findings: [Finding]) -> Failure {
    Failure(findings.map(\.description).joined(separator: "\nwraptop: "), status: .configuration)
  }
}

extension ResolvedConfiguration {
  /// The same with an error if nobody knows the time zone: only who has the system's zones can judge.
  var withZoneChecked: ResolvedConfiguration {
    guard let zone, ZoneRules(named: zone.name) == nil else { return self }
    var checked = self
    let message = "\(ShownText.name(zone.name)) is no time zone; write it like Europe/Berlin"
    checked.findings.append(
      Finding(.error, .place(zone.place), layer: .file, subject: ["budget_timezone"], message))
    return checked
  }
}
