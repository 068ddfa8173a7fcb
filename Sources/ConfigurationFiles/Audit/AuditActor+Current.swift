import Configuration
import Glibc

extension AuditActor {
  /// Whoever runs this process.
  ///
  /// - Parameters:
  ///   - environment: the variables of the process.
  ///   - terminal: the name of its terminal, such as `pts/3`; nil without one.
  package static func current(
    environment: [String: String], terminal: String? = terminalName()
  ) -> AuditActor {
    let uid = getuid()
    let client = environment["SSH_CONNECTION"].flatMap(clientAddress)
    return AuditActor(uid: uid, user: userName(uid) ?? "\(uid)", from: client ?? terminal ?? "local")
  }

  /// The name of the terminal at one of the standard descriptors; nil without one.
  package static func terminalName() -> String? {
    var bytes = [CChar](repeating: 0, count: 256)
    for descriptor: Int32 in 0...2 where ttyname_r(descriptor, &bytes, bytes.count) == 0 {
      let name = text(bytes)
      return name.hasPrefix("/dev/") ? String(name.dropFirst(5)) : name
    }
    return nil
  }

  // The first word of SSH_CONNECTION, as far as it is an address: whoever starts a process can set the variable.
  private static func clientAddress(_ connection: String) -> String? {
    guard let word = connection.split(separator: " ", omittingEmptySubsequences: false).first else { return nil }
    var address = in6_addr()
    let withoutZone = String(word.prefix { $0 != "%" })
    let zone = word.dropFirst(withoutZone.count)
    guard zone.utf8.count <= 17, zone.dropFirst().allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
      return nil
    }
    if inet_pton(AF_INET6, withoutZone, &address) == 1 { return String(word) }
    return zone.isEmpty && inet_pton(AF_INET, withoutZone, &address) == 1 ? withoutZone : nil
  }

  private static func userName(_ uid: uid_t) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var bytes = [CChar](repeating: 0, count: 16 << 10)
    guard getpwuid_r(uid, &entry, &bytes, bytes.count, &found) == 0, found != nil, let name = entry.pw_name else {
      return nil
    }
    return String(cString: name)
  }

  private static func text(_ bytes: [CChar]) -> String {
    String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
