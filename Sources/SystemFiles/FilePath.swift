import Glibc

/// A path in its two parts: the folder, and the name in it.
package struct FilePath {
  /// The path of the folder, without a slash at its end unless it is the root.
  package let folder: String
  /// Empty if the path ends with a slash.
  package let name: String

  package init(_ path: String) {
    guard let slash = path.lastIndex(of: "/") else {
      folder = "."
      name = path
      return
    }
    folder = slash == path.startIndex ? "/" : String(path[..<slash])
    name = String(path[path.index(after: slash)...])
  }

  /// The path of another name in the same folder.
  package func sibling(_ name: String) -> String {
    if name.hasPrefix("/") { return name }
    return folder == "/" ? "/" + name : "\(folder)/\(name)"
  }

  /// The content of the link at `path`; nil, with errno, if there is no link.
  package static func link(at path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Where `path` leads in the end: itself, or what the link there leads to, which need not exist. Links in the names of
  /// folders stay as they are.
  ///
  /// - Throws: if there are more links than the kernel follows.
  package static func end(of path: String) throws(SystemError) -> String {
    var end = path
    for _ in 0..<linkLimit {
      guard let link = link(at: end) else { return end }
      end = FilePath(end).sibling(link)
    }
    throw SystemError(code: ELOOP)
  }

  /// The path of what is at `path`, without any link; nil if nothing is there.
  package static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// True if nothing is at `path`; false also if that cannot be told.
  package static func isMissing(_ path: String) -> Bool { stat(of: path) == nil && errno == ENOENT }

  /// The number of links that the kernel follows.
  package static let linkLimit = 40
}
