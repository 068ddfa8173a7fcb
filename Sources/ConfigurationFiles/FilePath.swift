import Glibc

/// A path in its two parts: the folder, and what is called so in it.
struct FilePath {
  /// The path of the folder, without a slash at its end unless it is the root.
  let folder: String
  /// Empty if the path ends with a slash.
  let name: String

  init(_ path: String) {
    guard let slash = path.lastIndex(of: "/") else {
      folder = "."
      name = path
      return
    }
    folder = slash == path.startIndex ? "/" : String(path[..<slash])
    name = String(path[path.index(after: slash)...])
  }

  /// The path of another name in the same folder.
  func sibling(_ name: String) -> String {
    if name.hasPrefix("/") { return name }
    return folder == "/" ? "/" + name : "\(folder)/\(name)"
  }

  /// What the link at `path` says; nil, with errno, if there is no link.
  static func link(at path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Where `path` leads in the end: itself, or what the link there leads to, which need not exist. Links in the names of
  /// folders stay as they are.
  static func end(of path: String) throws(ConfigurationFileError) -> String {
    var end = path
    for _ in 0..<linkLimit {
      guard let link = link(at: end) else { return end }
      end = FilePath(end).sibling(link)
    }
    throw .writing(path, ELOOP)
  }

  /// As many links as the kernel follows.
  static let linkLimit = 40
}
