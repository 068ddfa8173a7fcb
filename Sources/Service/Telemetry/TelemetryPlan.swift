import Glibc
import HTTPServer
import SystemFiles

/// Where telemetry is received, and from whom (article Telemetry).
package struct TelemetryPlan: Sendable, Equatable {
  /// The addresses to listen on.
  package var addresses: [NetworkAddress]
  /// What a sender has to know; nil if everyone may send who reaches the addresses.
  package var token: String?

  package init(addresses: [NetworkAddress], token: String? = nil) {
    self.addresses = addresses
    self.token = token
  }

  /// The port that senders use unless they are told another.
  package static let port: UInt16 = 4318

  /// The addresses that a text of the command line names. `localhost` is both loopback addresses, since senders take it for
  /// one or the other.
  ///
  /// - Throws: what is wrong with a text that is no address.
  package static func addresses(_ text: String) throws(AddressFault) -> [NetworkAddress] {
    try NetworkAddress.all(text, defaultPort: port)
  }

  /// How operators see what listens there, the same whether or not all the addresses can be had.
  func name(of port: ListeningPort) -> String {
    addresses.count > 1 ? "localhost:\(port.address.port)" : port.address.description
  }

  /// Takes the ports; senders wait from then on. If one of two addresses cannot be had, as where there is no IPv6, that is
  /// reported and the other one does.
  package func listen(report: (String) -> Void) throws(ServiceError) -> [ListeningPort] {
    var ports: [ListeningPort] = []
    for address in addresses {
      do throws(SystemError) {
        ports.append(try address.listen())
      } catch {
        let failure = ServiceError.receiver(
          address: address.description, reason: error.description, isPermission: error.isPermission)
        if ports.isEmpty { throw failure }
        report(failure.description)
      }
    }
    return ports
  }

  /// Reads a token from a file that nobody else may read.
  package static func token(inFile path: String) throws(ServiceError) -> String {
    let content: [UInt8]?
    do throws(SystemError) {
      let file = try Descriptor(opening: path, O_RDONLY)
      guard try file.status().st_mode & 0o077 == 0 else { throw SystemError(code: EPERM) }
      content = try file.readAll(limit: 4096)
    } catch {
      let reason = error.code == EPERM ? "others may read it; type: chmod 600 \(path)" : error.description
      throw .tokenFile(path: path, reason: reason, isPermission: error.isPermission)
    }
    let token = String(decoding: content ?? [], as: UTF8.self).filter { !$0.isWhitespace }
    guard !token.isEmpty, token.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
      throw .tokenFile(path: path, reason: "holds no token: one word of printable ASCII", isPermission: false)
    }
    return token
  }
}
