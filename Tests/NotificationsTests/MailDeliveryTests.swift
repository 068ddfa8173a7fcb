import Alerting
import Notifications
import TestSupport
import Testing

/// Mails to a real server on loopback.
@Suite(.waiting) struct MailDeliveryTests {
  private let content = "Subject: a\r\n\r\nfirst\r\n.\r\n..dots\r\nlast\r\n"

  private func mail(
    _ server: Receiver, _ security: MailDelivery.Security, user: String? = nil, password: String? = nil,
    to: [String] = ["a@example.org", "b@example.org"], host: String = "127.0.0.1"
  ) -> DeliveryRequest {
    .mail(
      MailDelivery(
        host: host, port: server.port, security: security, user: user, password: password, from: "w@example.org",
        to: to,
        content: Array(content.utf8)))
  }

  private func expectMail(
    _ received: [String: Any]?, isEncrypted: Bool, sourceLocation: SourceLocation = #_sourceLocation
  )
    throws
  {
    let received = try #require(received, sourceLocation: sourceLocation)
    #expect(received["content"] as? String == content, sourceLocation: sourceLocation)
    #expect(
      (received["from"] as? String)?.hasPrefix("MAIL FROM:<w@example.org>") == true, sourceLocation: sourceLocation)
    #expect(
      received["to"] as? [String] == ["RCPT TO:<a@example.org>", "RCPT TO:<b@example.org>"],
      sourceLocation: sourceLocation)
    #expect(received["secure"] as? Bool == isEncrypted, sourceLocation: sourceLocation)
  }

  @Test(arguments: [MailDelivery.Security.startTLS, .tls]) func anEncryptedMailWithAPasswordArrives(
    _ security: MailDelivery.Security
  ) async throws {
    let (certificate, wrong) = try (Certificate(), Certificate())
    let server = try await Receiver("smtp", ["auth", security.rawValue], certificate: certificate)
    let notifier = Notifier(certificates: certificate.authority)
    #expect(await notifier.deliver(mail(server, security, user: "ü", password: "right")) == .delivered)
    try expectMail(server.received.first, isEncrypted: true)
    #expect(server.received.first?["user"] as? String == "ü")

    let denied = await notifier.deliver(mail(server, security, user: "u", password: "SECRET"))
    #expect(
      denied
        == .refused(
          "127.0.0.1:\(server.port) does not accept the user or the password (535); check smtp.user and smtp.password"))
    #expect(
      await notifier.deliver(mail(server, security))
        == .refused(
          "127.0.0.1:\(server.port) does not accept the mail (530); check from, to, and whether it asks for a password")
    )
    let unknown = await Notifier(certificates: wrong.authority).deliver(
      mail(server, security, user: "u", password: "right"))
    #expect("\(unknown)".contains("is not who it should be: nobody whom this machine trusts"), "\(unknown)")
    #expect(server.received.count { $0["content"] != nil } == 1)
  }

  @Test func withoutSTARTTLSNothingIsSent() async throws {
    let server = try await Receiver("smtp", ["auth", "plain"])
    let outcome = await Notifier().deliver(mail(server, .startTLS, user: "u", password: "SECRET"))
    #expect(
      outcome
        == .failed(
          "127.0.0.1:\(server.port) does not offer STARTTLS, so nothing was sent; set tls: tls if its port is encrypted from "
            + "the start", retryAfter: nil))
    #expect(server.received.isEmpty)
  }

  @Test func aPasswordGoesUnencryptedToThisMachineOnly() async throws {
    let server = try await Receiver("smtp", ["auth", "plain"])
    #expect(await Notifier().deliver(mail(server, .none, user: "u", password: "right")) == .delivered)
    try expectMail(server.received.first, isEncrypted: false)
    let outcome = await Notifier().deliver(mail(server, .none, user: "u", password: "SECRET", host: "192.0.2.1"))
    #expect(
      outcome
        == .refused(
          "the password for 192.0.2.1:\(server.port) would be sent without encryption; set tls: starttls or tls: tls"))
  }

  @Test(arguments: [
    ("busy", "failed HOST does not take the mail now (421); it is tried again"),
    ("refuse", "failed HOST does not take the mail now (451); it is tried again"),
    ("unknown", "refused HOST does not accept the mail (550); check from, to, and whether it asks for a password"),
    ("silent", "failed no answer from HOST within 1.0s; check that it is reachable"),
  ])
  func anAnswerDecidesWhatBecomesOfIt(_ word: String, _ expected: String) async throws {
    let server = try await Receiver("smtp", [word])
    let outcome = await Notifier(limit: .seconds(1)).deliver(mail(server, .none))
    let text =
      switch outcome {
      case .delivered: "delivered"
      case .failed(let fault, _): "failed \(fault)"
      case .refused(let fault): "refused \(fault)"
      }
    #expect(text.replacing("127.0.0.1:\(server.port)", with: "HOST") == expected)
    #expect(!server.received.contains { $0["content"] != nil })
  }

  @Test func oneWrongRecipientDoesNotKeepItFromTheOthers() async throws {
    let server = try await Receiver("smtp")
    #expect(await Notifier().deliver(mail(server, .none, to: ["nobody@example.org", "a@example.org"])) == .delivered)
    #expect(server.received.first?["to"] as? [String] == ["RCPT TO:<a@example.org>"])
  }

  @Test func addressesCannotCarryCommands() async throws {
    let server = try await Receiver("smtp")
    for to in [["a@example.org>\r\nRCPT TO:<b@example.org"], ["a@b c"], []] {
      #expect(
        await Notifier().deliver(mail(server, .none, to: to))
          == .refused("the sender or a recipient is no address of mail; check from and to"))
    }
    #expect(
      await Notifier().deliver(mail(server, .none, host: "127.0.0.1/SECRET"))
        == .refused("the mail server has no name of a server; check smtp.host"))
    #expect(server.received.isEmpty)
  }
}
