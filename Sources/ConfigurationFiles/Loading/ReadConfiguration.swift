import Configuration
import Synchronization

/// What the files and the environment say, as it was read. It may hold secrets, as `sources` does.
package struct ReadConfiguration: Sendable {
  package var sources: ConfigurationSources
  /// The version of the runtime file that is in `sources`.
  package var version: FileVersion
  /// The files that were looked for.
  package var notes: [ConfigurationFileNote]
  /// What is worth a warning about the files themselves.
  package var warnings: [Finding]

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
