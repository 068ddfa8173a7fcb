import Glibc

/// A path to follow, or a pattern of paths (SPEC 7, 8).
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

  /// A text that exists as written is a path; else it is a pattern if it has a `*`, `?` or `[`.
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
    // Level by level from the first wildcard on: what stands before it are the folders to look into.
    let components = text.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    var folders = [text.hasPrefix("/") ? "/" : "."]
    for (index, name) in components.enumerated() where Self.hasWildcard(name) || index == components.count - 1 {
      let parent = components[..<index].joined(separator: "/")
      if index > 0 { folders = Self.glob(text.hasPrefix("/") ? "/" + parent : parent, in: &match) }
      if folders.isEmpty, !Self.hasWildcard(parent) {
        Self.watch(text.hasPrefix("/") ? "/" + parent : parent, in: &match)
      }
      for folder in folders { match.watch(name, in: folder) }
    }
    match.paths = Self.glob(text, in: &match)
    for path in match.paths { Self.watch(path, in: &match) }
    return match
  }

  private static func exists(_ path: String) -> Bool {
    var about = stat()
    return lstat(path, &about) == 0
  }

  private static func hasWildcard(_ text: String) -> Bool { text.utf8.contains { "*?[".utf8.contains($0) } }

  private static func glob(_ pattern: String, in match: inout Match) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard Glibc.glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
    var paths: [String] = []
    for index in 0..<Int(found.gl_pathc) {
      guard let bytes = found.gl_pathv[index] else { continue }
      if let path = String(validatingCString: bytes) { paths.append(path) } else { match.unreadableNames += 1 }
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

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
    guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return match.watch(folder, in: ".") }
    let name = String(folder[folder.index(after: slash)...])
    match.watch(name, in: slash == folder.startIndex ? "/" : String(folder[..<slash]))
  }

  private static func linkTarget(_ path: String) -> String? {
    withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let count = readlink(path, base, bytes.count)
      return count > 0 ? String(validating: bytes[..<count], as: UTF8.self) : nil
    }
  }
}
