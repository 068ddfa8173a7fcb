import Events
import SystemFiles

/// Files that were begun, found by what their content begins with: the first line, or the first KiB of a longer one.
struct AlikeFiles {
  private struct Key: Hashable {
    var start: Fingerprint
    /// The path without what rotation put behind it; nil for files of all names.
    var root: String?
  }

  private var files: [Key: [FileIdentity: TailedFile]] = [:]
  private var starts: [FileIdentity: Fingerprint] = [:]

  /// How many files a new one is compared with, of its own name and of others. Where more begin alike, that beginning is one
  /// that all logs of a program have.
  private static let most = 32

  /// Takes a file in that was begun, or of which more was read.
  mutating func note(_ file: TailedFile) {
    let start = Self.start(of: file.beginning)
    guard starts[file.identity] != start else { return }
    forget(file)
    starts[file.identity] = start
    for key in Self.keys(start, file.path) { files[key, default: [:]][file.identity] = file }
  }

  /// Takes a file out, whose content is another one now, or which is not read any more.
  mutating func forget(_ file: TailedFile) {
    guard let start = starts.removeValue(forKey: file.identity) else { return }
    for key in Self.keys(start, file.path) {
      files[key]?[file.identity] = nil
      if files[key]?.isEmpty == true { files[key] = nil }
    }
  }

  /// Files that may begin like this, those with names that are related first.
  func candidates(for path: String, _ beginning: [UInt8]) -> [TailedFile] {
    let keys = Self.keys(Self.start(of: beginning), path) + Self.keys(.empty, path)
    return keys.flatMap { key in
      files[key, default: [:]].values.prefix(Self.most).sorted { ($0.source, $0.path) < ($1.source, $1.path) }
    }
  }

  private static func keys(_ start: Fingerprint, _ path: String) -> [Key] {
    [Key(start: start, root: RotationName.root(of: path)), Key(start: start, root: nil)]
  }

  // The first line; that of nothing where it is not there as a whole.
  private static func start(of beginning: [UInt8]) -> Fingerprint {
    if let end = beginning.firstIndex(of: 10) { return Fingerprint(of: beginning[...end]) }
    return beginning.count == Fingerprint.most ? Fingerprint(of: beginning) : .empty
  }
}
