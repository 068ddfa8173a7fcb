import Configuration
import Glibc
import HTTPServer
import Ingestion
import SystemFiles
import TestSupport
import Testing

@testable import Service

/// Who may do what at the Unix sockets (article Access).
@Suite(.waiting) struct SocketAccessTests {
  private let groups = AccessGroups(ingest: 70_001, view: 70_002, admin: 70_003)

  private func peer(_ user: UInt32, _ groups: UInt32...) -> SocketPeer {
    SocketPeer(user: user, groups: groups, process: 0)
  }

  @Test func rightsAreThoseOfTheOwnerOrOfGroups() {
    #expect(groups.rights(of: peer(7), owner: 7) == .all)
    #expect(groups.rights(of: peer(0), owner: 7) == .all)
    #expect(groups.rights(of: peer(8, 70_001), owner: 7) == .send)
    #expect(groups.rights(of: peer(8, 1, 70_002), owner: 7) == .read)
    #expect(groups.rights(of: peer(8, 70_001, 70_002), owner: 7) == [.send, .read])
    #expect(groups.rights(of: peer(8, 1, 2, 70_003), owner: 7) == .all)
    #expect(groups.rights(of: peer(8, 0), owner: 7) == [])
    #expect(AccessGroups().rights(of: peer(8, 70_001), owner: 7) == [])
    #expect(groups.ingestSharing.groups == [70_003, 70_001])
  }

  @Test(arguments: [
    ("localhost", true), ("", false), ("wraptop", true), ("127.0.0.1:8080", true), ("[::1]", true),
    ("evil.example", false), ("192.0.2.1", false),
  ])
  func aForwardedSocketIsNotForPages(host: String, isAllowed: Bool) {
    let access = SocketAccess(owner: 7)
    func status(_ fields: [String: String]) -> Int {
      do {
        _ = try access.caller(of: HTTPHead("GET", "/", fields, from: .process(peer(7))))
        return 200
      } catch {
        return error.status
      }
    }
    #expect(status(["Host": host]) == (isAllowed ? 200 : 403))
    #expect(status(["Host": host, "Origin": "http://\(host)"]) == 403)
    #expect(status([:]) == 200)
  }

  @Test func theActorIsThePeer() async throws {
    let access = SocketAccess(owner: geteuid())
    let me = SocketPeer(user: geteuid(), groups: [], process: getpid())
    let actor = try access.caller(of: HTTPHead("POST", "/", [:], from: .process(me))).actor
    #expect(actor.uid == geteuid() && actor.user == UserNames.user(geteuid()) ?? "\(geteuid())")
    let child = try ChildProcess(
      "/bin/sleep", ["60"], environment: ["SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22"],
      descriptors: [nil, nil, nil])
    defer { child.send(SIGKILL) }
    let remote = SocketPeer(user: geteuid(), groups: [], process: child.identifier)
    // Until it has become the program, the process has the variables of this one.
    #expect(
      await eventually {
        (try? access.caller(of: HTTPHead("POST", "/", [:], from: .process(remote))))?.actor.from == "192.0.2.7"
      })
    #expect(try access.caller(of: HTTPHead("GET", "/", [:], from: .process(remote))).actor.from == "local")
  }
}

/// The same with users that are others, whom only the superuser can become.
@Suite(
  .waiting,
  .enabled(if: geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0, "needs root, and setpriv of util-linux"))
struct OtherUsersTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    chmod(folder.path, 0o755)
  }

  private func run(_ command: String..., as group: UInt32) throws -> ProgramRun {
    try ProgramRun(
      "/usr/bin/setpriv", ["--reuid=4711", "--regid=4711", "--groups=4712,\(group)"] + command, environment: [:])
  }

  // The status of an answer, or `refused` where there is no connection.
  private func ask(_ method: String, _ path: String, as group: UInt32) throws -> String {
    let run = try run(
      "/usr/bin/curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", method, "--unix-socket",
      folder("run/api.sock"), "http://localhost\(path)", as: group)
    return run.status == 7 ? "refused" : run.output
  }

  private func serving(_ groups: AccessGroups, _ body: () async throws -> Void) async throws {
    let session = MonitorSession(plan: IntakePlan(), storePath: nil, clock: { testNow })
    let server = try #require(
      APIServer.open(of: session, configuration: nil, path: folder("run/api.sock"), groups: groups))
    let running = Task { await server.run() }
    try await body()
    running.cancel()
    await running.value
  }

  private func mode(_ path: String) -> (mode: mode_t, group: gid_t) {
    var about = stat()
    return lstat(path, &about) == 0 ? (about.st_mode & 0o7777, about.st_gid) : (0, 0)
  }

  @Test func oneGroupHasFolderAndSocket() async throws {
    try await serving(AccessGroups(view: 70_002)) { () async throws in
      #expect(mode(folder("run")) == (0o710, 70_002) && mode(folder("run/api.sock")) == (0o660, 70_002))
      #expect(try ask("GET", "/v1/alerts", as: 70_002) == "200")
      #expect(try ask("DELETE", "/v1/silences/1", as: 70_002) == "403")
      #expect(try ask("GET", "/v1/alerts", as: 70_004) == "refused")
    }
  }

  @Test func eachOfSeveralGroupsMayDoItsPart() async throws {
    try await serving(AccessGroups(ingest: 70_001, view: 70_002, admin: 70_003)) { () async throws in
      #expect(mode(folder("run")) == (0o710, 70_003) && mode(folder("run/api.sock")) == (0o660, 70_003))
      #expect(try ask("GET", "/v1/alerts", as: 70_001) == "403")
      #expect(try ask("GET", "/v1/alerts", as: 70_002) == "200")
      #expect(try ask("DELETE", "/v1/silences/1", as: 70_002) == "403")
      #expect(try ask("GET", "/v1/alerts", as: 70_003) == "200")
      #expect(try ask("DELETE", "/v1/silences/1", as: 70_003) == "404")
      #expect(try ask("GET", "/v1/alerts", as: 70_004) == "refused")
    }
  }

  @Test func withoutGroupsNobodyElseConnects() async throws {
    try await serving(AccessGroups()) { () async throws in
      #expect(mode(folder("run")).mode == 0o700 && mode(folder("run/api.sock")).mode == 0o600)
      #expect(try ask("GET", "/v1/alerts", as: 70_002) == "refused")
      // Also if the files would let them: the kernel says who it is.
      chmod(folder("run"), 0o755)
      chmod(folder("run/api.sock"), 0o666)
      #expect(try ask("GET", "/v1/alerts", as: 70_002) == "403")
      #expect(try ask("GET", "/nothing", as: 70_002) == "403")
    }
  }

  @Test func eventsAreTakenFromTheGroupForThem() async throws {
    let groups = AccessGroups(ingest: 70_001, view: 70_002, admin: 70_003)
    var options = SocketListener.Options()
    options.sharing = groups.ingestSharing
    let listener = try SocketListener(folder("run/ingest.sock"), options: options)
    let running = Task { try await listener.run { connection in for await _ in connection {} } }
    let script =
      "import socket,sys; s=socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.settimeout(30)\n"
      + "try: s.sendall(b'{}\\n'); s.shutdown(1)\nexcept OSError: pass\nsys.stdout.write(s.recv(1000).decode())"
    func send(as group: UInt32) throws -> ProgramRun {
      try run("/usr/bin/python3", "-c", script, folder("run/ingest.sock"), as: group)
    }
    for group: UInt32 in [70_001, 70_003] { #expect(try send(as: group).status == 0) }
    for group: UInt32 in [70_002, 70_004] {
      #expect(try send(as: group).errors.contains("PermissionError"))
    }
    chmod(folder("run"), 0o755)
    chmod(folder("run/ingest.sock"), 0o666)
    #expect(try send(as: 70_002).output.contains("who is in no group that may send"))
    #expect(listener.counts.accepted == 2 && listener.counts.denied == 1)
    running.cancel()
    _ = await running.result
  }
}
