import Configuration
import SystemFiles

/// The only configuration file that wraptop writes: what operators set through it (article Configuration, Layers,
/// Changes).
///
/// Its nodes may hold secrets that were written there by hand, so it is for the user alone.
package struct RuntimeFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// What it holds, and the version by which a writer says what it has seen. Nil if there is nothing in it; a file that
  /// is not there has the version `absent`.
  ///
  /// - Throws: if another user could read or write it, if it does not parse, or cannot be read.
  package func read() throws(ConfigurationFileError) -> (root: ConfigurationNode?, version: FileVersion) {
    guard let bytes = try bytes() else { return (nil, .absent) }
    return (try parse(bytes), FileVersion(of: bytes))
  }

  /// Replaces the file as a whole, if it is still the version that was read, or makes it.
  ///
  /// - Parameters:
  ///   - root: all that it is to hold; `ConfigurationNode.json` tells how.
  ///   - expected: the version that `root` was made from.
  ///   - commit: is called when all is on the disk but nobody can see it yet. If it throws, nothing is replaced.
  /// - Returns: the version that it has now.
  /// - Throws: `conflict` if it is another version by now, `unwritable` if it is read-only, and what else keeps it from
  ///   being written. It is as it was then.
  package func write(
    _ root: ConfigurationNode, replacing expected: FileVersion,
    commit: () throws(ConfigurationFileError) -> Void = { () throws(ConfigurationFileError) in }
  ) throws(ConfigurationFileError) -> FileVersion {
    let file = try AtomicFile(path: path)
    let current = try bytes().map { FileVersion(of: $0) } ?? .absent
    guard current == expected else { throw .conflict(path: path, current: current) }
    let bytes = Array(root.json.utf8)
    _ = try asRead(root)
    try file.replace(with: bytes, commit: commit)
    return FileVersion(of: bytes)
  }

  private func bytes() throws(ConfigurationFileError) -> [UInt8]? {
    do throws(ConfigurationFileError) {
      return try GuardedFile(path: path, isSecret: true).bytes()
    } catch .unreadable(let path, let reason, let isPermission) {
      if FilePath.isMissing(path) { return nil }
      throw .unreadable(path: path, reason: reason, isPermission: isPermission)
    }
  }

  private func parse(_ bytes: [UInt8]) throws(ConfigurationFileError) -> ConfigurationNode? {
    do throws(ConfigurationFault) {
      return try ConfigurationNode.parse(bytes, file: path, isJSON: true)
    } catch {
      throw .invalid([error.description])
    }
  }

  /// The same as `root`, as it is read once it is written.
  ///
  /// - Throws: `invalid` if it would not be read as it is meant: it must not replace what can be read.
  func asRead(_ root: ConfigurationNode) throws(ConfigurationFileError) -> ConfigurationNode {
    let bytes = Array(root.json.utf8)
    let shown = ShownText.path(path)
    guard bytes.count <= GuardedFile.usualLimit else {
      throw .invalid([
        "\(shown): would be larger than the \(GuardedFile.usualLimit) bytes that are read, so it is not written; "
          + "take out what is not needed"
      ])
    }
    guard let read = try parse(bytes), read.holdsTheSame(as: root.asJSONHasIt) else {
      throw .invalid(["\(shown): would not be read as it is meant, so it is not written; change the values back"])
    }
    return read
  }
}
