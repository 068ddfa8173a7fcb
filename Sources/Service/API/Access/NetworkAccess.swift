import Configuration
import HTTPServer

/// Lets those ask at a TCP address who have a token, since TCP does not say who asks.
package struct NetworkAccess: APIAccess {
  /// Where it listens.
  let address: NetworkAddress
  let isEncrypted: Bool
  let tokens: [APIToken]
  /// Whether anyone on this machine may read without a token.
  let isOpen: Bool
  /// What this machine is called.
  let host: String

  package func admit(_ head: HTTPHead) throws(HTTPProblem) {
    let host = head["Host"] ?? ""
    guard let name = HostName(host), isOwn(name) else {
      throw HTTPProblem(403, "the Host of a request has to be where wraptop listens: \(ownNames)")
    }
    guard let origin = head["Origin"] else { return }
    guard origin.lowercased() == "\(isEncrypted ? "https" : "http")://\(host.lowercased())" else {
      throw HTTPProblem(403, "pages of another origin may not ask here")
    }
  }

  package func caller(of head: HTTPHead) throws(HTTPProblem) -> APICaller {
    try admit(head)
    guard case .network(let from, _) = head.peer else { throw HTTPProblem(403, "the system does not tell who asks") }
    let isNear = (try? NetworkAddress(host: from, port: 0))?.isLoopback ?? false
    guard let token = head.bearerToken else {
      guard isOpen, isNear else {
        throw HTTPProblem(
          401, "a token is needed: send Authorization: Bearer TOKEN, with one of those in the file of --token-file",
          fields: ["WWW-Authenticate": "Bearer realm=\"wraptop\""])
      }
      return .anyone(from: from)
    }
    guard let known = tokens.first(where: { isSameSecret($0.secret, token) }) else {
      throw HTTPProblem(
        401, "this token is not one of those in the file of --token-file",
        fields: ["WWW-Authenticate": "Bearer realm=\"wraptop\", error=\"invalid_token\""])
    }
    // A token that others can read on its way must not be good for more than reading and sending.
    return APICaller(
      rights: isNear || isEncrypted ? .all : [.send, .read],
      actor: AuditActor(uid: .max, user: "token:\(known.name)", from: from), isRemote: true)
  }

  // A page can be shown under a name that its owner lets lead here. An address is no such name, and the certificate of TLS
  // holds for none but its own.
  private func isOwn(_ name: HostName) -> Bool {
    if isEncrypted { return true }
    if let other = name.address {
      return other.host == address.host || address.isAnyAddress || address.isLoopback && other.isLoopback
    }
    return name.name == "localhost" || !address.isLoopback && name.name == host.lowercased()
  }

  private var ownNames: String {
    address.isLoopback ? "localhost or \(address.host)" : "\(host) or its address"
  }
}

extension NetworkAddress {
  /// True if it stands for all addresses of this machine.
  var isAnyAddress: Bool { host == "0.0.0.0" || host == "::" }
}
