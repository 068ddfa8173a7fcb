import HTTPServer

/// What a request or an address of a page names as its host.
struct HostName {
  /// In lower case; an address of IPv6 is in the form that inet_ntop gives it, without brackets.
  let name: String
  /// Nil for a name that is none of an address.
  let address: NetworkAddress?

  /// Reads `NAME`, `NAME:PORT` or `[ADDRESS]:PORT`; nil if it is none of them.
  init?(_ text: String) {
    let text = text.lowercased()
    if let address = try? NetworkAddress(text, defaultPort: 0), text.contains(".") || text.hasPrefix("[") {
      self.address = address
      name = address.host
      return
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let name = parts.first, !name.isEmpty, parts.count == 1 || UInt16(parts[1]) != nil,
      name.utf8.allSatisfy({ Self.isOfName($0) })
    else { return nil }
    address = nil
    self.name = String(name)
  }

  /// True for what no other machine can make itself a name of: a name without dots, or an address of the loopback.
  var isOfThisMachine: Bool { address?.isLoopback ?? !name.contains(".") }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
