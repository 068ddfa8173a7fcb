import Configuration
import Glibc
import SystemFiles

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
    return AuditActor(uid: uid, user: UserNames.user(uid) ?? "\(uid)", from: client ?? terminal ?? "local")
  }

  /// Whoever is at the other end of a socket.
  ///
  /// - Parameter name: what the user is called.
  package static func peer(_ peer: SocketPeer, name: String) -> AuditActor {
    let client = sshConnection(of: peer.process).flatMap(clientAddress)
    return AuditActor(uid: peer.user, user: name, from: client ?? terminalName(of: peer.process) ?? "local")
  }

  // What the process has as SSH_CONNECTION; nil if it has none, or belongs to a user into whose processes this one must not look.
  private static func sshConnection(of process: Int32) -> String? {
    guard let file = try? Descriptor(opening: "/proc/\(process)/environ", O_RDONLY),
      let bytes = try? file.readAll(limit: 1 << 20)
    else { return nil }
    let name = Array("SSH_CONNECTION=".utf8)
    return bytes.split(separator: 0).first { $0.starts(with: name) }.map {
      String(decoding: $0.dropFirst(name.count), as: UTF8.self)
    }
  }

  // The terminal of a process, by its number in the kernel; nil for none, and for one of another kind.
  private static func terminalName(of process: Int32) -> String? {
    guard let file = try? Descriptor(opening: "/proc/\(process)/stat", O_RDONLY),
      let bytes = try? file.readAll(limit: 1 << 16), let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    // Behind the name, which can have anything in it: the state, three processes, and the terminal.
    let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
    guard fields.count > 4, let number = Int(String(decoding: fields[4], as: UTF8.self)) else { return nil }
    let major = number >> 8 & 0xFFF
    let minor = number & 0xFF | number >> 12 & 0xFFF00
    return major == 136 ? "pts/\(minor)" : nil
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

  private static func text(_ bytes: [CChar]) -> String {
    String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
