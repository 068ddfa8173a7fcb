import Configuration
import Synchronization
import SystemFiles

/// What the files and the environment say, as it was read. It may hold secrets, as `sources` does.
package struct ReadConfiguration: Sendable {
  package var sources: ConfigurationSources
  /// The version of the runtime file that is in `sources`.
  package var version: FileVersion
  /// The files that were looked for.
  package var notes: [ConfigurationFileNote]
  /// What is worth a warning about the files themselves.
  package var warnings: [Finding]

  /// The versions of the entries of wrappers in the runtime file.
  package var versions: [String: EntryVersion] {
    Dictionary(runtimeEntries.map { ($0.key, EntryVersion(of: $0.value)) }) { first, _ in first }
  }

  /// The version of the entry of one wrapper.
  package func version(of wrapper: String) -> EntryVersion {
    runtimeEntries.first { $0.key == wrapper }.map { EntryVersion(of: $0.value) } ?? .absent
  }

  private var runtimeEntries: [ConfigurationNode.Entry] {
    guard case .mapping(let entries)? = sources.runtime?.content,
      case .mapping(let wrappers)? = entries.first(where: { $0.key == "wrappers" })?.value.content
    else { return [] }
    return wrappers
  }

  /// What all of it comes to.
  package var resolved: ResolvedConfiguration { resolved(by: ResolutionCache()) }

  /// What all of it comes to, worked out only if `cache` does not know it.
  package func resolved(by cache: ResolutionCache) -> ResolvedConfiguration {
    var resolved = cache.resolve(sources)
    resolved.findings += warnings
    return resolved
  }
}

/// Works out what configurations come to and remembers the last few, so that one that did not change is not worked out
/// again. It keeps no sources, which may hold secrets. Any thread may use it.
package final class ResolutionCache: Sendable {
  /// Tells sources apart.
  private struct Fingerprint: Equatable {
    private let halves: [Int]

    init(of sources: ConfigurationSources) {
      halves = [0, 1].map { salt in
        var hasher = Hasher()
        hasher.combine(salt)
        hasher.combine(sources)
        return hasher.finalize()
      }
    }
  }

  private struct State {
    var known: [(sources: Fingerprint, resolved: ResolvedConfiguration)] = []
    var resolutions = 0
  }

  private let state = Mutex(State())

  /// The maximum number of configurations that are remembered: what is in force, what is on the disk, what is written.
  private static let limit = 3

  package init() {}

  /// The number of configurations that were worked out.
  package var resolutions: Int { state.withLock { $0.resolutions } }

  /// What the sources come to.
  package func resolve(_ sources: ConfigurationSources) -> ResolvedConfiguration {
    let fingerprint = Fingerprint(of: sources)
    if let known = state.withLock({ $0.known.first { $0.sources == fingerprint } }) { return known.resolved }
    let resolved = ResolvedConfiguration(sources)
    state.withLock { state in
      state.resolutions += 1
      state.known.append((fingerprint, resolved))
      if state.known.count > Self.limit { state.known.removeFirst() }
    }
    return resolved
  }
}

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
