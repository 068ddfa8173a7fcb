import HTTPServer
import SystemFiles

/// Where the API is offered over TCP, and to whom (article Access).
package struct NetworkPlan: Sendable {
  /// Nowhere if empty.
  package var addresses: [NetworkAddress] = []
  package var tokens: [APIToken] = []
  /// Whether anyone on this machine may read without a token.
  package var isOpen = false
  /// The certificate; nil for plain HTTP.
  package var identity: TLSIdentity?
  /// Where the metrics are offered to anyone, and nothing else.
  package var metrics: [NetworkAddress] = []
  /// What this machine is called.
  package var host = "localhost"

  package init() {}

  /// The ports of the API, and of the metrics, unless another one is named.
  package static let (port, metricsPort): (UInt16, UInt16) = (9787, 9788)

  /// Takes the ports; clients wait from then on.
  package func listen() throws(ServiceError) -> [APIServer.Listener] {
    let sockets = try Self.sockets(addresses, "--http")
    let metricsSockets = try Self.sockets(metrics, "--metrics")
    return sockets.map { socket in
      let access = NetworkAccess(
        address: socket.address, isEncrypted: identity != nil, tokens: tokens, isOpen: isOpen, host: host)
      return APIServer.Listener(socket, access, identity: identity)
    }
      + metricsSockets.map {
        APIServer.Listener($0, MetricsAccess(address: $0.address), paths: [MetricsAccess.path])
      }
  }

  private static func sockets(
    _ addresses: [NetworkAddress], _ option: String
  ) throws(ServiceError) -> [ListeningPort] {
    var ports: [ListeningPort] = []
    for address in addresses {
      do throws(SystemError) {
        ports.append(try address.listen())
      } catch {
        // Of both loopback addresses, one does: there may be no IPv6.
        guard ports.isEmpty else { continue }
        throw .listener(
          address: address.description, option: option, reason: error.description, isPermission: error.isPermission)
      }
    }
    return ports
  }
}

/// Lets anyone read the metrics.
struct MetricsAccess: APIAccess {
  static let path = "/metrics"

  let address: NetworkAddress

  func admit(_ head: HTTPHead) throws(HTTPProblem) {
    guard head["Origin"] == nil else { throw HTTPProblem(403, "pages in a browser may not ask here") }
    // Where other machines reach it they have names for it.
    guard !address.isLoopback || HostName(head["Host"] ?? "localhost")?.isOfThisMachine ?? false else {
      throw HTTPProblem(403, "the Host of a request has to be localhost here")
    }
  }

  func caller(of head: HTTPHead) throws(HTTPProblem) -> APICaller {
    try admit(head)
    guard case .network(let from, _) = head.peer else { throw HTTPProblem(403, "the system does not tell who asks") }
    return .anyone(from: from)
  }
}
