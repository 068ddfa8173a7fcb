import Alerting
import Foundation
import Notifications
import TestSupport
import Testing

/// Requests to real servers on loopback.
@Suite(.waiting) struct HTTPDeliveryTests {
  private let notifier = Notifier(limit: .milliseconds(1500))

  private func request(_ url: String, _ body: String = "{}") -> DeliveryRequest {
    .http(
      HTTPDelivery(
        url: url, headers: [("Content-Type", "application/json"), ("X-Key", "SECRET")], body: Array(body.utf8)))
  }

  private func url(_ server: Receiver, _ word: String, scheme: String = "http") -> String {
    "\(scheme)://127.0.0.1:\(server.port)/SECRET/\(word)"
  }

  @Test func whatIsSentArrivesWhole() async throws {
    let server = try await Receiver("http")
    let body = #"{"text": "größe \#(String(repeating: "x", count: 100_000))"}"#
    #expect(await notifier.deliver(request(url(server, "200?a=b"), body)) == .delivered)
    let received = try #require(server.received.first)
    #expect(received["method"] as? String == "POST" && received["path"] as? String == "/SECRET/200?a=b")
    #expect(received["body"] as? String == body)
    let headers = try #require(received["headers"] as? [String: String])
    #expect(headers["content-type"] == "application/json" && headers["x-key"] == "SECRET")
    #expect(
      headers["user-agent"] == "wraptop" && headers["expect"] == nil && headers["host"] == "127.0.0.1:\(server.port)")
  }

  @Test(arguments: [
    ("202", "delivered"), ("204", "delivered"), ("endless", "delivered"),
    ("429", "failed nil HOST answered 429 ok: too many requests; it is tried again later"),
    ("seconds", "failed 17 HOST answered 429 ok: too many requests; it is tried again later"),
    ("500", "failed nil HOST answered 500 ok: it has a fault of its own; it is tried again"),
    (
      "400",
      "refused HOST answered 400 ok: it does not accept the message; check the address and the body of the channel"
    ),
    ("401", "refused HOST answered 401 ok: it does not accept the key; check the address, token and headers"),
    ("404", "refused HOST answered 404 ok: there is no such address; check the address of the channel"),
    (
      "archived",
      "refused HOST answered 410 channel_is_archived: there is no such address; check the address of the channel"
    ),
    ("repeats", "refused HOST answered 403: it does not accept the key; check the address, token and headers"),
    (
      "elsewhere",
      "refused HOST wants the message sent to elsewhere.example (302), and redirects are not followed; set the address to "
        + "where it leads"
    ),
    (
      "here",
      "refused HOST wants the message sent to HOST (307), and redirects are not followed; set the address to where it leads"
    ),
    ("hang", "failed nil no answer from HOST within 1.5s; check that it is reachable"),
    (
      "reset",
      "failed nil the connection to HOST broke before it answered (Connection reset by peer); it is tried again"
    ),
    ("close", "failed nil the connection to HOST broke before it answered; it is tried again"),
    ("nonsense", "failed nil HOST answers with something else than was asked for; check the address and its port"),
  ])
  func anAnswerDecidesWhatBecomesOfIt(_ word: String, _ expected: String) async throws {
    let server = try await Receiver("http")
    let outcome = await notifier.deliver(request(url(server, word)))
    #expect(text(of: outcome, server.port) == expected)
    #expect(!"\(outcome)".contains("SECRET") && !"\(outcome)".contains("pw"))
    #expect(server.received.count == 1)
  }

  private func text(of outcome: DeliveryOutcome, _ port: Int) -> String {
    let text =
      switch outcome {
      case .delivered: "delivered"
      case .failed(let fault, let retryAfter): "failed \(retryAfter.map { "\($0)" } ?? "nil") \(fault)"
      case .refused(let fault): "refused \(fault)"
      }
    return text.replacing("127.0.0.1:\(port)", with: "HOST")
  }

  @Test func aDateSaysHowLongToWait() async throws {
    let server = try await Receiver("http")
    guard case .failed(_, let seconds?) = await notifier.deliver(request(url(server, "date"))) else {
      Issue.record("not put off")
      return
    }
    #expect((60...121).contains(seconds))
  }

  @Test(arguments: [
    (
      "http://127.0.0.1:1/SECRET",
      "cannot connect to 127.0.0.1:1 (Connection refused); check that it runs and that no firewall"
    ),
    ("http://u:SECRET@127.0.0.1:1/", "cannot connect to 127.0.0.1:1 (Connection refused)"),
    ("https://does-not-exist.invalid/SECRET", "cannot find does-not-exist.invalid: its name leads to no address"),
    ("ftp://127.0.0.1/SECRET", "the address of the channel is none"),
    ("file:///etc/SECRET", "the address of the channel is none"),
    ("SECRET", "the address of the channel is none"), ("http://a b/SECRET", "the address of the channel is none"),
    ("", "the address"),
  ])
  func whatCannotBeReachedIsSaidWithoutSecrets(_ url: String, _ words: String) async throws {
    let outcome = await notifier.deliver(request(url))
    switch outcome {
    case .failed(let fault, nil), .refused(let fault): #expect(fault.hasPrefix(words), "\(fault)")
    default: Issue.record("\(outcome)")
    }
    #expect(!"\(outcome)".contains("SECRET"))
  }

  @Test func aHeartbeatAsksWithoutABody() async throws {
    let server = try await Receiver("http")
    #expect(await notifier.get(url(server, "200")) == .delivered)
    let received = try #require(server.received.first)
    #expect(received["method"] as? String == "GET" && received["body"] as? String == "")
  }

  @Test func whatIsCancelledEndsAtOnce() async throws {
    let server = try await Receiver("http")
    let patient = Notifier(limit: .seconds(60))
    let request = request(url(server, "hang"))
    let task = Task { await patient.deliver(request) }
    #expect(await eventually { !server.received.isEmpty })
    let began = ContinuousClock.now
    task.cancel()
    #expect(
      await task.value
        == .failed("the exchange with 127.0.0.1:\(server.port) was ended before it was done", retryAfter: nil))
    #expect(ContinuousClock.now - began < .seconds(30))
  }

  @Test func manyThatHangKeepNobodyWaiting() async throws {
    let server = try await Receiver("http")
    let (hangs, works) = (request(url(server, "hang")), request(url(server, "200")))
    let tasks = (0..<24).map { _ in Task { await Notifier(limit: .seconds(60)).deliver(hangs) } }
    #expect(await eventually { server.received.count == 24 })
    #expect(await Notifier(limit: .seconds(30)).deliver(works) == .delivered)
    for task in tasks { task.cancel() }
    for task in tasks { _ = await task.value }
  }

  // MARK: Encryption

  @Test func aServerHasToBeWhoItShouldBe() async throws {
    let (right, wrong) = try (Certificate(), Certificate())
    let server = try await Receiver("http", certificate: right)
    let request = request(url(server, "200", scheme: "https"))
    #expect(await Notifier(certificates: right.authority).deliver(request) == .delivered)
    #expect(server.received.map { $0["path"] as? String } == ["/SECRET/200"])
    for notifier in [Notifier(certificates: wrong.authority), Notifier()] {
      let outcome = await notifier.deliver(request)
      #expect(
        outcome
          == .failed(
            "127.0.0.1:\(server.port) is not who it should be: nobody whom this machine trusts signed its certificate; add "
              + "that one with update-ca-certificates; nothing was sent", retryAfter: nil))
    }
    #expect(server.received.count { $0["path"] != nil } == 1)
  }

  @Test func aCertificateForAnotherNameIsNone() async throws {
    let certificate = try Certificate(for: "DNS:other.example")
    let server = try await Receiver("http", certificate: certificate)
    let outcome = await Notifier(certificates: certificate.authority)
      .deliver(request(url(server, "200", scheme: "https")))
    #expect(
      "\(outcome)".contains("its certificate is for another name; check the address; nothing was sent"), "\(outcome)")
    #expect(!server.received.contains { $0["path"] != nil })
  }

  @Test func aServerWithoutEncryptionGetsNothingOverHTTPS() async throws {
    let server = try await Receiver("http")
    let outcome = await notifier.deliver(request(url(server, "200", scheme: "https")))
    #expect("\(outcome)".contains("cannot encrypt the connection to 127.0.0.1:\(server.port)"), "\(outcome)")
    #expect(!"\(server.received)".contains("SECRET"))
  }
}
