import Glibc
import SystemFiles
import TestSupport
import Testing

@testable import HTTPServer

/// Who is at the other end, and TLS; seen from curl.
@Suite(.waiting, .enabled(if: access("/usr/bin/curl", X_OK) == 0, "needs curl")) struct HTTPPeerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func curl(_ arguments: String..., as user: [String] = []) throws -> ProgramRun {
    let command = user + ["/usr/bin/curl", "-sS", "--max-time", "20"] + arguments
    return try ProgramRun(command[0], Array(command.dropFirst()), environment: [:])
  }

  @Test func aNetworkPeerIsItsAddress() async throws {
    let server = try TestHTTPServer()
    let run = try curl("http://127.0.0.1:\(server.port)/peer")
    #expect(run.output == "\(HTTPPeer.network(host: "127.0.0.1", isEncrypted: false))", "\(run.errors)")
    await server.stop()
  }

  @Test func aUnixPeerIsItsProcess() async throws {
    let server = try TestHTTPServer(at: folder("s"))
    let run = try curl("--unix-socket", folder("s"), "http://localhost/peer")
    #expect(run.output.contains("user: \(geteuid()), groups: [\(getegid())"), "\(run.output)\(run.errors)")
    await server.stop()
  }

  @Test(.enabled(if: geteuid() == 0, "needs root")) func aUnixPeerIsAnotherUserWithAllItsGroups() async throws {
    let server = try TestHTTPServer(at: folder("s"))
    chmod(folder.path, 0o755)
    chmod(folder("s"), 0o666)
    let many = (70_000..<70_100).map { "\($0)" }.joined(separator: ",")
    let run = try curl(
      "--unix-socket", folder("s"), "http://localhost/peer",
      as: ["/usr/bin/setpriv", "--reuid=4711", "--regid=4712", "--groups=\(many)"])
    let groups = ([4712] + Array(70_000..<70_100)).map { "\($0)" }.joined(separator: ", ")
    #expect(run.output.contains("user: 4711, groups: [\(groups)]"), "\(run.output)\(run.errors)")
    await server.stop()
  }

  private func makeCertificate(_ name: String) throws {
    let run = try ProgramRun(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder("\(name).key"), "-out",
        folder("\(name).crt"),
      ], environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path])
    try #require(run.status == 0, "\(run.errors)")
  }

  @Test func tlsIsSpokenAndProvesWhoItIs() async throws {
    try makeCertificate("a")
    let identity = try TLSIdentity(certificate: folder("a.crt"), key: folder("a.key"))
    let server = try TestHTTPServer {
      $0.identity = identity
      $0.deadlines.head = .milliseconds(400)
    }
    let silent = try TestHTTPClient(server.port)
    let url = "https://localhost:\(server.port)"
    let run = try curl("--ipv4", "--cacert", folder("a.crt"), "\(url)/peer")
    #expect(run.output == "\(HTTPPeer.network(host: "127.0.0.1", isEncrypted: true))", "\(run.errors)")
    #expect(try curl("--ipv4", "\(url)/peer").status == 60)
    #expect(try curl("--ipv4", "--cacert", folder("a.crt"), "\(url)/large").output.utf8.count == 8 << 20)
    #expect(try curl("--ipv4", "--cacert", folder("a.crt"), "\(url)/short").output == "onetwo")
    #expect(try curl("http://127.0.0.1:\(server.port)/peer").output.isEmpty)
    // Whoever says nothing is not waited for.
    #expect(silent.receiveAll().isEmpty)
    #expect(await eventually { server.server.counts.open == 0 })
    await server.stop()
  }

  @Test func filesThatAreNoIdentityAreNamed() throws {
    try makeCertificate("a")
    try makeCertificate("b")
    try folder.append("x", to: "nothing")
    chmod(folder("b.key"), 0o604)
    chmod(folder("a.crt"), 0o600)
    func fault(_ certificate: String, _ key: String) -> String {
      do {
        _ = try TLSIdentity(certificate: folder(certificate), key: folder(key))
        return "none"
      } catch {
        return error.description.replacing(folder.path + "/", with: "")
      }
    }
    #expect(fault("a.crt", "a.key") == "none")
    #expect(fault("c.crt", "a.key") == "c.crt: No such file or directory")
    #expect(fault("nothing", "a.key") == "nothing: holds no certificate in the PEM format")
    #expect(fault("a.crt", "c.key") == "c.key: No such file or directory")
    #expect(fault("a.crt", "a.crt") == "a.crt: holds no private key in the PEM format without a passphrase")
    #expect(fault("a.crt", "b.key") == "b.key: every user can read this key; type: chmod 600 b.key")
    chmod(folder("b.key"), 0o600)
    #expect(fault("a.crt", "b.key") == "b.key: is not the key of the certificate in a.crt")
  }
}
