import Glibc
import SystemFiles

/// A path to follow, or a pattern of paths (article Command line; Inputs).
struct PathPattern {
  /// The paths that there are now, and the names that have to be watched to learn of others.
  struct Match {
    /// The paths, by their bytes in ascending order; the one path of a literal pattern, whether it exists or not.
    var paths: [String] = []
    /// Per folder the names in it that matter, as patterns of fnmatch(3).
    var watched: [String: Set<String>] = [:]
    /// How many matches have names that are not UTF-8, and so were left out.
    var unreadableNames = 0

    fileprivate mutating func watch(_ name: String, in folder: String) {
      watched[folder, default: []].insert(name)
    }
  }

  /// As the operator wrote it.
  let text: String
  /// True if the text is a path rather than a pattern.
  let isLiteral: Bool

  /// A text that exists as written is a path; else it is a pattern if it has a `*`, `?` or `[`. `**` as a whole name
  /// stands for folders at any depth, hidden ones left out, and for none.
  init(_ text: String) {
    self.text = text
    isLiteral = Self.exists(text) || !Self.hasWildcard(text)
  }

  /// Looks at the file system.
  func match() -> Match {
    var match = Match()
    if isLiteral {
      match.paths = [text]
      Self.watch(text, in: &match)
      return match
    }
    let names = text.split(separator: "/").map(String.init)
    let first = names.firstIndex(where: Self.hasWildcard) ?? 0
    let base = (text.hasPrefix("/") ? "/" : "") + names[..<first].joined(separator: "/")
    if !base.isEmpty { Self.watch(base, in: &match) }
    var found: Set<String> = []
    Self.collect(names[first...], in: base, &found, &match)
    match.paths = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return match
  }

  // Adds the paths in a folder that match the names, one name a level. The folder is empty for the one that we are in.
  private static func collect(
    _ names: ArraySlice<String>, in folder: String, _ found: inout Set<String>, _ match: inout Match
  ) {
    guard let name = names.first else { return }
    guard name == "**" else {
      let isLast = names.count == 1
      for entry in entries(of: folder, matching: name, &match) {
        if isLast {
          found.insert(entry.path)
          if entry.kind != .file { watch(entry.path, in: &match) }
        } else if isFolder(entry) {
          if entry.kind != .folder { watch(entry.path, in: &match) }
          collect(names.dropFirst(), in: entry.path, &found, &match)
        }
      }
      return
    }
    // At the end it stands for all files within.
    let rest = names.dropFirst()
    for inner in folders(within: folder, &match) { collect(rest.isEmpty ? ["*"] : rest, in: inner, &found, &match) }
  }

  // The folder and all folders in it at any depth that are not hidden, each once, whatever symbolic links lead to it.
  private static func folders(within folder: String, _ match: inout Match) -> [String] {
    var all: [String] = []
    var seen: Set<FileIdentity> = []
    var next = [folder]
    while !next.isEmpty {
      var inner: [String] = []
      for folder in next {
        var about = stat()
        guard stat(folder.isEmpty ? "." : folder, &about) == 0, seen.insert(FileIdentity(about)).inserted else {
          continue
        }
        all.append(folder)
        let unreadable = match.unreadableNames
        inner += entries(of: folder, matching: "*", &match).filter(isFolder).map(\.path)
        match.unreadableNames = unreadable
      }
      next = inner
    }
    return all
  }

  private struct Entry {
    var path: String
    var kind: FolderEntries.Kind
  }

  // What is in a folder with a name that fits, by name.
  private static func entries(of folder: String, matching name: String, _ match: inout Match) -> [Entry] {
    let listed = folder.isEmpty ? "." : folder
    match.watch(name, in: listed)
    guard var entries = try? FolderEntries(of: listed) else { return [] }
    let prefix = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
    var found: [Entry] = []
    while let bytes = entries.nextBytes() {
      guard fnmatch(name, bytes.map { CChar(bitPattern: $0) } + [0], FNM_PERIOD) == 0 else { continue }
      if let text = String(validating: bytes, as: UTF8.self) {
        found.append(Entry(path: prefix + text, kind: entries.kind))
      } else {
        match.unreadableNames += 1
      }
    }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private static func isFolder(_ entry: Entry) -> Bool {
    switch entry.kind {
    case .folder: return true
    case .file, .other: return false
    case .link, .unknown:
      var about = stat()
      return stat(entry.path, &about) == 0 && about.st_mode & S_IFMT == S_IFDIR
    }
  }

  private static func exists(_ path: String) -> Bool {
    var about = stat()
    return lstat(path, &about) == 0
  }

  private static func hasWildcard(_ text: String) -> Bool { text.utf8.contains { "*?[".utf8.contains($0) } }

  // Every name that decides what `path` leads to: the last one, every symbolic link on the way, and where the path
  // breaks off, the name that is missing.
  private static func watch(_ path: String, in match: inout Match) {
    var folder = path.hasPrefix("/") ? "/" : "."
    var rest = Array(path.split(separator: "/").map(String.init).reversed())
    var links = 0
    while let name = rest.popLast() {
      let here = folder == "/" ? "/" + name : folder == "." ? name : folder + "/" + name
      var about = stat()
      guard lstat(here, &about) == 0 else {
        match.watch(name, in: folder)
        if errno == EACCES { watchFolderItself(folder, in: &match) }
        return
      }
      if about.st_mode & S_IFMT == S_IFLNK, links < 40, let target = linkTarget(here) {
        links += 1
        match.watch(name, in: folder)
        if target.hasPrefix("/") { folder = "/" }
        rest += target.split(separator: "/").map(String.init).reversed()
      } else if rest.isEmpty {
        match.watch(name, in: folder)
      } else {
        folder = here
      }
    }
  }

  // A folder that may not be entered: its permissions are seen from outside only.
  private static func watchFolderItself(_ folder: String, in match: inout Match) {
    guard folder != "/" else { return match.watch(folder, in: ".") }
    let path = FilePath(folder)
    match.watch(path.name, in: path.folder)
  }

  private static func linkTarget(_ path: String) -> String? {
    withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let count = readlink(path, base, bytes.count)
      return count > 0 ? String(validating: bytes[..<count], as: UTF8.self) : nil
    }
  }
}
