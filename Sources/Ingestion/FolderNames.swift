import Glibc
import SystemFiles

/// The names in folders, listed anew only when a folder changed: thousands of files may be in one folder, and each is to be
/// compared with those beside it.
final class FolderNames {
  private struct Listing {
    var modified: Int64
    var isSettled: Bool
    /// In ascending order.
    var names: [String]
    var folders: [String]
  }

  private var listings: [String: Listing] = [:]

  /// How many folders inside one are looked into.
  private static let mostFolders = 64
  /// How old a change must be, in nanoseconds, so that a later one has another time for sure.
  private static let clockStep: Int64 = 100_000_000

  /// The names in a folder that begin with one of the prefixes; `folder` is empty or ends with a slash.
  func names(in folder: String, beginningWith prefixes: [String]) -> [String] {
    let names = listing(of: folder).names
    return prefixes.flatMap { prefix in
      let start = names.partitionIndex { !$0.utf8.lexicographicallyPrecedes(prefix.utf8) }
      return names[start...].prefix { $0.hasPrefix(prefix) }
    }
  }

  /// The folders inside a folder that are not hidden.
  func folders(in folder: String) -> [String] { listing(of: folder).folders }

  private func listing(of folder: String) -> Listing {
    let path = folder.isEmpty ? "." : folder
    var about = stat()
    guard stat(path, &about) == 0 else { return Listing(modified: 0, isSettled: false, names: [], folders: []) }
    if let known = listings[folder], known.isSettled, known.modified == about.modified { return known }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let age = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec) - about.modified
    var listing = Listing(modified: about.modified, isSettled: age > Self.clockStep, names: [], folders: [])
    if var entries = try? FolderEntries(of: path) {
      while let bytes = entries.nextBytes() {
        guard let name = String(validating: bytes, as: UTF8.self) else { continue }
        let kind = entries.kind
        if kind == .file || kind == .link || kind == .unknown { listing.names.append(name) }
        if kind == .folder || kind == .link || kind == .unknown, bytes.first != 46,
          listing.folders.count < Self.mostFolders
        {
          listing.folders.append(name)
        }
      }
    }
    listing.names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if listings.count >= Self.mostFolders { listings.removeAll() }
    listings[folder] = listing
    return listing
  }
}

extension Array {
  /// Where the elements begin for which this is true, as it is for all behind the first one.
  fileprivate func partitionIndex(_ belongsToSecond: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
