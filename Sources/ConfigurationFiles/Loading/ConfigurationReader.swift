import Configuration
import SystemFiles

/// Reads everything that a configuration is made of (article Configuration, Layers). What it means is for
/// `ResolvedConfiguration` to say.
package enum ConfigurationReader {
  /// Reads all files.
  ///
  /// - Parameter onlyFiles: leaves out what depends on the machine and the user: environment, runtime file, overrides
  /// and   credentials.
  /// - Throws: if a file that is named is not there, if another user could write one, or if one does not parse; then
  /// with   the faults of all files.
  package static func read(
    _ paths: ConfigurationPaths, onlyFiles: Bool = false
  ) throws(ConfigurationFileError) -> ReadConfiguration {
    let (read, unparsed) = try readWhatParses(paths, onlyFiles: onlyFiles)
    guard unparsed.isEmpty else { throw .invalid(unparsed) }
    return read
  }

  /// Reads all files, without those that do not parse.
  ///
  /// - Returns: what they say, and the faults of those that do not parse.
  /// - Throws: if a file that is named is not there, or if another user could write one.
  package static func readWhatParses(
    _ paths: ConfigurationPaths, onlyFiles: Bool = false
  ) throws(ConfigurationFileError) -> (ReadConfiguration, unparsed: [String]) {
    var sources = ConfigurationSources()
    var notes: [ConfigurationFileNote] = []
    var warnings: [Finding] = []
    var faults = Faults()
    func read(_ path: String, _ layer: Layer) -> WrappersFile.Read? {
      notes.append(ConfigurationFileNote(layer: layer, path: path, exists: true))
      return faults.gather { () throws(ConfigurationFileError) in try WrappersFile.source(at: path) }.map { read in
        warnings += read.warnings.map {
          Finding(.warning, .place($0.place), layer: layer, subject: $0.subject, $0.message)
        }
        return read
      }
    }
    var inFolder: ConfigurationNode?
    if let path = paths.wrappers, let found = read(path, .file) {
      sources.file = found.source
      inFolder = paths.environmentName.flatMap { found.profiles[$0] }
    }
    let profile = faults.gather { () throws(ConfigurationFileError) in try self.profile(of: paths, inFolder: inFolder) }
    if let inFolder, profile == inFolder.place.file {
      notes.append(ConfigurationFileNote(layer: .profile, path: inFolder.place.file, exists: true))
      sources.profile = .file(inFolder)
    } else if let path = profile ?? nil {
      sources.profile = read(path, .profile)?.source
    }
    if onlyFiles {
      let unparsed = try faults.unparsed()
      return (ReadConfiguration(sources: sources, version: .absent, notes: notes, warnings: warnings), unparsed)
    }
    sources.environment = paths.environment
    sources.overrides = paths.overrides
    let runtime = faults.gather { () throws(ConfigurationFileError) in try RuntimeFile(path: paths.runtime).read() }
    sources.runtime = runtime?.root
    let version = runtime?.version ?? .absent
    notes.append(ConfigurationFileNote(layer: .runtime, path: paths.runtime, exists: version != .absent))
    sources.credentials = credentials(paths)
    let unparsed = try faults.unparsed()
    return (ReadConfiguration(sources: sources, version: version, notes: notes, warnings: warnings), unparsed)
  }

  // MARK: Profiles

  /// The one profile of the chosen environment; nil if none is chosen.
  ///
  /// - Parameter inFolder: the one that lies in the folder of the wrappers; nil without one.
  private static func profile(
    of paths: ConfigurationPaths, inFolder: ConfigurationNode?
  ) throws(ConfigurationFileError) -> String? {
    guard let name = paths.environmentName else { return nil }
    let shown = ShownText.name(name)
    guard !name.isEmpty, !name.contains("/"), !name.contains("\0") else {
      throw .invalid(["environment \(shown): its name is part of a file's, and has no slash; name another one"])
    }
    guard paths.wrappers != nil else {
      throw .invalid([
        "environment \(shown): its profile lies beside the wrappers file, and there is none; name it with --wrappers"
      ])
    }
    let candidates = paths.profileCandidates
    var found = candidates.filter { !FilePath.isMissing($0) }
    if let inFolder { found.insert(inFolder.place.file, at: 0) }
    switch found.count {
    case 1: return found[0]
    case 0:
      let others = candidates.dropFirst().map { ShownText.path($0) }.joined(separator: ", ")
      throw .unreadable(
        path: candidates[0],
        reason: "is not there, nor is \(others); make one for environment \(shown), or leave out --environment",
        isPermission: false)
    default:
      let all = found.map { ShownText.path($0) }.joined(separator: ", ")
      throw .invalid(["environment \(shown): has more than one profile: \(all); keep one of them"])
    }
  }

  // MARK: Credentials

  // What a passphrase opens is not asked, nor is what does not open.
  private static func credentials(_ paths: ConfigurationPaths) -> Set<CredentialName>? {
    guard let protection = try? CredentialStore.protection(at: paths.credentials) else {
      return FilePath.isMissing(paths.credentials) ? [] : nil
    }
    guard protection == .keyFile, let keyFile = paths.keyFile else { return nil }
    return try? CredentialStore(path: paths.credentials, key: .keyFile(keyFile)) { _, _ in }.names()
  }
}

/// What went wrong with several files.
private struct Faults {
  private var invalid: [String] = []
  private var first: ConfigurationFileError?

  mutating func gather<T>(_ body: () throws(ConfigurationFileError) -> T) -> T? {
    do throws(ConfigurationFileError) {
      return try body()
    } catch .invalid(let faults) {
      invalid += faults
    } catch {
      first = first ?? error
    }
    return nil
  }

  /// What makes no sense; throws what cannot be read at all.
  func unparsed() throws(ConfigurationFileError) -> [String] {
    if let first { throw first }
    return invalid
  }
}
