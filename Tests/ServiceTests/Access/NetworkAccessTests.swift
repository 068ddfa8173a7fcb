import HTTPServer
import TestSupport
import Testing

@testable import Service

/// Who may do what over TCP (article Access).
struct NetworkAccessTests {
  private static let secret = "0123456789abcdef"

  private func access(
    _ address: String = "127.0.0.1:9787", isOpen: Bool = false, isEncrypted: Bool = false
  ) throws -> NetworkAccess {
    NetworkAccess(
      address: try NetworkAddress(address, defaultPort: 1), isEncrypted: isEncrypted,
      tokens: [APIToken(name: "ops", secret: Self.secret), APIToken(name: "2", secret: "another-secret-word")],
      isOpen: isOpen, host: "Monitor")
  }

  // Who it is, or the status of the refusal.
  private func answer(
    _ access: NetworkAccess, _ fields: [String: String], from peer: String = "127.0.0.1", encrypted: Bool = false
  ) -> (caller: APICaller?, status: Int, challenge: String?) {
    let head = HTTPHead(
      "GET", "/v1/alerts", ["Host": "localhost:9787"].merging(fields) { $1 },
      from: .network(host: peer, isEncrypted: encrypted))
    do {
      return (try access.caller(of: head), 200, nil)
    } catch {
      return (nil, error.status, error.fields["WWW-Authenticate"])
    }
  }

  private var bearer: [String: String] { ["Authorization": "Bearer \(Self.secret)"] }

  @Test func aTokenIsNeededAndSaysWhoAsks() throws {
    let access = try access()
    let known = answer(access, bearer).caller
    #expect(known?.rights == .all && known?.isRemote == true)
    #expect(known?.actor.user == "token:ops" && known?.actor.from == "127.0.0.1")
    #expect(answer(access, ["Authorization": "bearer another-secret-word"]).caller?.actor.user == "token:2")
    let missing = answer(access, [:])
    #expect(missing.status == 401 && missing.challenge == "Bearer realm=\"wraptop\"")
    for wrong in ["", "0123456789abcde", "0123456789abcdefg", "0123456789abcdeF", "ops:0123456789abcdef"] {
      let refused = answer(access, ["Authorization": "Bearer \(wrong)"])
      #expect(refused.status == 401 && refused.challenge?.contains("invalid_token") == true, "\(wrong)")
    }
    #expect(answer(access, ["Authorization": "Basic \(Self.secret)"]).status == 401)
  }

  @Test func whereItIsOpenAnyoneOfThisMachineReads() throws {
    let access = try access("0.0.0.0:9787", isOpen: true)
    #expect(answer(access, [:]).caller?.rights == .read)
    #expect(answer(access, [:], from: "::1").caller?.actor.user == "anyone")
    #expect(answer(access, [:], from: "192.0.2.1").status == 401)
    #expect(answer(access, bearer).caller?.rights == .all)
    // Whoever shows a token means somebody.
    #expect(answer(access, ["Authorization": "Bearer wrong"]).status == 401)
  }

  @Test func changesFromOtherMachinesNeedTLS() throws {
    let plain = try access("0.0.0.0:9787")
    #expect(answer(plain, bearer, from: "192.0.2.1").caller?.rights == [.read, .send])
    #expect(answer(plain, bearer, from: "127.0.0.1").caller?.rights == .all)
    let encrypted = try access("0.0.0.0:9787", isEncrypted: true)
    #expect(answer(encrypted, bearer, from: "192.0.2.1", encrypted: true).caller?.rights == .all)
  }

  @Test(arguments: [
    ("localhost", true), ("LOCALHOST:9787", true), ("localhost:22222", true), ("127.0.0.1", true),
    ("127.0.0.1:9787", true), ("[::1]:9787", true), ("evil.example:9787", false), ("localhost.evil.example", false),
    ("127.0.0.1.evil.example", false), ("monitor", false), ("192.0.2.1", false), ("", false), ("a, localhost", false),
    ("localhost:x", false), ("[::1", false), ("localhost@evil", false), ("0177.0.0.1", false), ("127.1", false),
  ])
  func theHostIsTheLoopback(host: String, isAllowed: Bool) throws {
    #expect(answer(try access(), bearer.merging(["Host": host]) { $1 }).status == (isAllowed ? 200 : 403))
  }

  @Test(arguments: [
    ("0.0.0.0", "192.0.2.1:9787", true), ("0.0.0.0", "monitor:9787", true), ("0.0.0.0", "localhost", true),
    ("0.0.0.0", "evil.example", false), ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
    ("[2001:db8::1]", "[2001:DB8::1]:9787", true), ("[::]", "[2001:db8::1]", true),
  ])
  func theHostIsWhereItListens(address: String, host: String, isAllowed: Bool) throws {
    #expect(answer(try access(address), bearer.merging(["Host": host]) { $1 }).status == (isAllowed ? 200 : 403))
  }

  @Test(arguments: [
    ("http://localhost:9787", true), ("http://LOCALHOST:9787", true), ("https://localhost:9787", false),
    ("http://localhost", false), ("http://localhost:1", false), ("http://evil.example", false), ("null", false),
    ("", false),
  ])
  func pagesOfAnotherOriginDoNotAsk(origin: String, isAllowed: Bool) throws {
    #expect(answer(try access(), bearer.merging(["Origin": origin]) { $1 }).status == (isAllowed ? 200 : 403))
    // Nor where anyone reads.
    #expect(answer(try access(isOpen: true), ["Origin": origin]).status == (isAllowed ? 200 : 403))
  }

  @Test func aCertificateStandsForItsNames() throws {
    let access = try access("0.0.0.0:9787", isEncrypted: true)
    let fields = bearer.merging(["Host": "wraptop.example.org"]) { $1 }
    #expect(answer(access, fields).status == 200)
    #expect(answer(access, fields.merging(["Origin": "https://wraptop.example.org"]) { $1 }).status == 200)
    #expect(answer(access, fields.merging(["Origin": "https://evil.example"]) { $1 }).status == 403)
  }

  @Test func metricsAreReadWithoutATokenAndNotByPages() throws {
    func status(_ address: String, _ fields: [String: String]) throws -> Int {
      let head = HTTPHead("GET", "/metrics", fields, from: .network(host: "192.0.2.1", isEncrypted: false))
      do {
        return try MetricsAccess(address: try NetworkAddress(address, defaultPort: 1)).caller(of: head).rights == .read
          ? 200 : 0
      } catch let problem as HTTPProblem {
        return problem.status
      }
    }
    #expect(try status("127.0.0.1", ["Host": "localhost:9788"]) == 200)
    #expect(try status("127.0.0.1", ["Host": "evil.example"]) == 403)
    #expect(try status("0.0.0.0", ["Host": "monitor.example"]) == 200)
    #expect(try status("0.0.0.0", ["Host": "monitor.example", "Origin": "http://monitor.example"]) == 403)
  }
}
