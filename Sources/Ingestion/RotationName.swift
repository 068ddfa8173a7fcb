/// How a file is named from which rotation makes others, and what rotation makes of the name (article Inputs).
struct RotationName {
  /// How a rotated file's name comes of the name of the followed one. Each is a habit of its own: what is known of a
  /// file with one says nothing of files with another.
  enum Scheme: Hashable {
    /// `app.jsonl.1`, `app.jsonl-20261129`, `app.jsonl_20261129`.
    case behind
    /// `app.1.jsonl`, `app-2026-11-29T18-00-00.jsonl`.
    case beforeExtension
    /// `app1.jsonl`, `app20261129.jsonl`.
    case attached
    /// `@400000006….s` beside `current`, as svlogd and multilog name them.
    case timestamp
    /// The same name, in a folder for old files.
    case same
  }

  /// What is told by the name of a rotated file.
  struct Part: Equatable {
    var scheme: Scheme
    /// What rotation put in, without what separates it from the rest.
    var text: String
    var isCompressed: Bool

    /// It is a number, a date or a time, so that the name can only come from rotation.
    var isNumbered: Bool { scheme == .timestamp || scheme == .same || RotationName.isNumber(text) }
  }

  /// The name of the followed file, without its folder.
  let name: String
  private let stem: Substring
  private let ending: Substring

  /// The names that compression gives and that are not read.
  static let foreignCompressions = [".bz2", ".xz", ".zst", ".lz4", ".lzma", ".Z", ".zip"]

  init(_ name: String) {
    self.name = name
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    stem = name[..<dot]
    ending = name[dot...]
  }

  /// With what the names of rotated files begin.
  var prefixes: [String] { name == "current" ? [name, "@"] : [String(stem)] }

  /// What a name tells, if it is that of a rotated file.
  func part(of other: String) -> Part? {
    let isCompressed = other.hasSuffix(".gz")
    var plain = other.dropLast(isCompressed ? 3 : 0)
    if let foreign = Self.foreignCompressions.first(where: { plain.hasSuffix($0) }) {
      plain = plain.dropLast(foreign.count)
    }
    func part(_ scheme: Scheme, _ text: some StringProtocol) -> Part {
      Part(scheme: scheme, text: String(text), isCompressed: isCompressed)
    }
    if plain == name { return part(.same, "") }
    if name == "current", plain.hasPrefix("@") {
      let text = plain.dropFirst()
      let isTime = text.count >= 24 && text.prefix(24).utf8.allSatisfy { Self.isHexadecimal($0) }
      return isTime && (text.count == 24 || text.dropFirst(24).hasPrefix(".")) ? part(.timestamp, text) : nil
    }
    if plain.hasPrefix(name) {
      let rest = plain.dropFirst(name.count)
      let text = rest.dropFirst()
      switch rest.first {
      case "." where !text.isEmpty, "-" where !text.isEmpty: return part(.behind, text)
      case "_" where Self.isNumber(text): return part(.behind, text)
      default: break
      }
    }
    guard plain.count > stem.count + ending.count, plain.hasPrefix(stem), plain.hasSuffix(ending) else { return nil }
    let middle = plain.dropFirst(stem.count).dropLast(ending.count)
    if ending.isEmpty { return nil }
    if let first = middle.first, ".-_".contains(first), Self.isNumber(middle.dropFirst()) {
      return part(.beforeExtension, middle.dropFirst())
    }
    return Self.isNumber(middle) ? part(.attached, middle) : nil
  }

  /// True if `path` has the name of a rotated file that goes back to the same name as `other`, or is that name itself.
  static func isRelative(_ path: String, of other: String) -> Bool {
    let root = root(of: path)
    if root != path && root == Self.root(of: other) || path.hasPrefix(other + ".") || path.hasPrefix(other + "-") {
      return true
    }
    let (folder, name) = split(other)
    guard path.hasPrefix(folder), !path.dropFirst(folder.count).contains("/") else { return false }
    return RotationName(name).part(of: String(path.dropFirst(folder.count)))?.scheme == .beforeExtension
  }

  /// The path without what rotation put behind it: `.gz`, and before that a separator and a number.
  static func root(of path: String) -> String {
    let plain = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    guard let separator = plain.lastIndex(where: { $0 == "." || $0 == "-" || $0 == "/" }), plain[separator] != "/",
      isNumber(plain[plain.index(after: separator)...])
    else { return plain }
    return String(plain[..<separator])
  }

  /// A path as its folder, with the slash, and its name.
  static func split(_ path: String) -> (folder: String, name: String) {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return (String(path[..<start]), String(path[start...]))
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, (48...57).contains(first) else { return false }
    return text.utf8.allSatisfy { (48...57).contains($0) || "-_.:TZ".utf8.contains($0) }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }
}
