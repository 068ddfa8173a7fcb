import Configuration
import ConfigurationFiles
import Glibc
import HTTPServer
import Synchronization
import SystemFiles

/// Lets those ask at a Unix socket whom the kernel names: its owner, the superuser, and members of groups.
package final class SocketAccess: APIAccess {
  private let groups: AccessGroups
  private let owner: UInt32
  // Looking names up can ask a server far away. There are few users who may ask.
  private let names = Mutex<[UInt32: String]>([:])

  package init(_ groups: AccessGroups = AccessGroups(), owner: UInt32 = geteuid()) {
    self.groups = groups
    self.owner = owner
  }

  package func admit(_ head: HTTPHead) throws(HTTPProblem) {
    // Whoever forwards the socket to a port of their machine has browsers there, too.
    guard head["Origin"] == nil else { throw HTTPProblem(403, "pages in a browser may not ask here") }
    guard HostName(head["Host"] ?? "localhost")?.isOfThisMachine ?? false else {
      throw HTTPProblem(403, "the Host of a request has to be localhost here")
    }
  }

  package func caller(of head: HTTPHead) throws(HTTPProblem) -> APICaller {
    try admit(head)
    guard case .process(let peer) = head.peer else { throw HTTPProblem(403, "the system does not tell who asks") }
    let rights = groups.rights(of: peer, owner: owner)
    guard !rights.isEmpty else {
      throw HTTPProblem(403, "user \(peer.user) is not in a group that may use this socket; its owner is user \(owner)")
    }
    let name = name(of: peer.user)
    // Where from takes a look at the process, and is of interest only if something is changed.
    let isChange = rights.contains(.change) && head.method != "GET" && head.method != "HEAD"
    let actor = isChange ? .peer(peer, name: name) : AuditActor(uid: peer.user, user: name, from: "local")
    return APICaller(rights: rights, actor: actor)
  }

  private func name(of user: UInt32) -> String {
    if let known = names.withLock({ $0[user] }) { return known }
    let name = UserNames.user(user) ?? "\(user)"
    names.withLock { $0[user] = name }
    return name
  }
}
