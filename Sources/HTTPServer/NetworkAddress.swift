import Glibc
import SystemFiles

/// A port of a TCP address of this machine.
package struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
  /// The address in the form that inet_ntop gives it.
  package let host: String
  package let port: UInt16
  private let isIPv6: Bool

  /// Reads `HOST:PORT`, `HOST` or `PORT`. A host is an address, in brackets if it is one of IPv6, and not a name.
  ///
  /// - Parameter defaultPort: the port where the text names none.
  /// - Throws: what is wrong with the text, as the end of a sentence.
  package init(_ text: String, defaultPort: UInt16) throws(AddressFault) {
    var (host, port) = (text, "\(defaultPort)")
    if text.hasPrefix("[") {
      let parts = text.dropFirst().split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].isEmpty || parts[1].hasPrefix(":") else { throw .notAnAddress }
      host = String(parts[0])
      if !parts[1].isEmpty { port = String(parts[1].dropFirst()) }
    } else if text.count(where: { $0 == ":" }) == 1 {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      (host, port) = (parts[0], parts[1])
    } else if !text.isEmpty, text.allSatisfy(\.isWholeNumber) {
      (host, port) = ("127.0.0.1", text)
    }
    guard let number = UInt16(port) else { throw .noPort }
    try self.init(host: host, port: number)
  }

  /// An address by its parts.
  package init(host: String, port: UInt16) throws(AddressFault) {
    isIPv6 = host.contains(":")
    self.port = port
    var bytes = [UInt8](repeating: 0, count: 16)
    let family = isIPv6 ? AF_INET6 : AF_INET
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_pton(family, host, &bytes) == 1, inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else {
      throw .notAnAddress
    }
    self.host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
  }

  /// The addresses that a text names: `localhost`, with a port or without, is both loopback addresses, since clients take it for
  /// one or the other.
  ///
  /// - Throws: what is wrong with a text that is no address.
  package static func all(_ text: String, defaultPort: UInt16) throws(AddressFault) -> [NetworkAddress] {
    let name = "localhost"
    guard text == name || text.hasPrefix("\(name):") else {
      return [try NetworkAddress(text, defaultPort: defaultPort)]
    }
    let loopback = try NetworkAddress("127.0.0.1" + text.dropFirst(name.count), defaultPort: defaultPort)
    return [loopback, try NetworkAddress(host: "::1", port: loopback.port)]
  }

  /// Only programs on this machine reach it.
  package var isLoopback: Bool { isIPv6 ? host == "::1" : host.hasPrefix("127.") }

  package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Takes the port; clients wait from then on until a server takes them in.
  package func listen() throws(SystemError) -> ListeningPort {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    guard let socket = Descriptor(socket(isIPv6 ? AF_INET6 : AF_INET, type, 0)) else { throw .last }
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    // What is left of connections of the last server does not hold the port.
    setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    // The same port of IPv4 is another address.
    if isIPv6 { setsockopt(socket.number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, size) }
    let number = socket.number
    guard withSocketAddress({ bind(number, $0, $1) }) == 0, Glibc.listen(number, .max) == 0 else { throw .last }
    return try ListeningPort(socket, self)
  }

  private func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    func call<Address>(_ address: Address) -> Result {
      withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
      }
    }
    if isIPv6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      inet_pton(AF_INET6, host, &address.sin6_addr)
      return call(address)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    return call(address)
  }
}

/// What is wrong with the text of an address.
package enum AddressFault: Error, CustomStringConvertible {
  case notAnAddress, noPort

  package var description: String {
    switch self {
    case .notAnAddress: "is no address and port, such as 127.0.0.1:4318 or [::1]:4318"
    case .noPort: "has no port from 0 to 65535"
    }
  }
}

/// A TCP socket that listens.
package final class ListeningPort: HTTPListener {
  /// Where it listens; the port is the one that the system chose if 0 was asked for.
  package let address: NetworkAddress
  private let owned: Descriptor

  fileprivate init(_ socket: consuming Descriptor, _ address: NetworkAddress) throws(SystemError) {
    var bound = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let number = socket.number
    let outcome = withUnsafeMutablePointer(to: &bound) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
    }
    guard outcome == 0 else { throw .last }
    // The port is at the same place for both kinds of addresses.
    self.address = address.with(port: UInt16(bigEndian: bound.sin6_port))
    owned = socket
  }

  package var isTCP: Bool { true }
  package var descriptor: Int32 { owned.number }
}

/// A socket on which a server takes in clients.
package protocol HTTPListener: AnyObject, Sendable {
  /// Listens, never blocks, and stays its owner's.
  var descriptor: Int32 { get }
  var isTCP: Bool { get }
}

extension NetworkAddress {
  private init(host: String, port: UInt16, isIPv6: Bool) {
    self.host = host
    self.port = port
    self.isIPv6 = isIPv6
  }

  fileprivate func with(port: UInt16) -> NetworkAddress { NetworkAddress(host: host, port: port, isIPv6: isIPv6) }
}
