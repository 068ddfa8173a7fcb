import Alerting
import CCurl

/// Hands mails to a server over SMTP.
struct MailSender: Sendable {
  private static let answerLimit = 4_096

  let limit: Duration
  let certificates: String?

  func send(_ mail: MailDelivery, stop: Int32) -> DeliveryOutcome {
    let address = mail.host.contains(":") && !mail.host.hasPrefix("[") ? "[\(mail.host)]" : mail.host
    let scheme = mail.security == .tls ? "smtps" : "smtp"
    let url = "\(scheme)://\(address):\(mail.port)"
    guard mail.host.utf8.allSatisfy(Self.isHostByte), let server = ServerName(url: url)?.text else {
      return .refused("the mail server has no name of a server; check smtp.host")
    }
    guard !mail.to.isEmpty, (mail.to + [mail.from]).allSatisfy(Self.isPlausible) else {
      return .refused("the sender or a recipient is no address of mail; check from and to")
    }
    // A password that anybody on the line could read is not sent.
    guard mail.security != .none || mail.user == nil || ServerName.isLoopback(mail.host) else {
      return .refused("the password for \(server) would be sent without encryption; set tls: starttls or tls: tls")
    }
    guard var transfer = Transfer(answerLimit: Self.answerLimit, limit: limit, certificates: certificates) else {
      return .failed("there is no memory for a connection to \(server)", retryAfter: nil)
    }
    transfer.set(CURLOPT_URL, url)
    transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    // A mail server is reached directly, whatever proxies there are for the web.
    transfer.set(CURLOPT_PROXY, "")
    transfer.set(CURLOPT_USE_SSL, Int((mail.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
    if let user = mail.user {
      transfer.set(CURLOPT_USERNAME, user)
      transfer.set(CURLOPT_PASSWORD, mail.password ?? "")
    }
    transfer.set(CURLOPT_MAIL_FROM, "<\(mail.from)>")
    for recipient in mail.to { transfer.addRecipient("<\(recipient)>") }
    // One wrong address must not keep an alert from all others.
    transfer.set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
    guard let failure = transfer.upload(mail.content, stop: stop) else { return .delivered }
    return outcome(of: failure, status: transfer.status, from: server)
  }

  private func outcome(of failure: Transfer.Failure, status: Int, from server: String) -> DeliveryOutcome {
    switch (failure.code, status) {
    case (CURLE_LOGIN_DENIED, 400..<500):
      .failed("\(server) cannot check the password now (\(status)); it is tried again", retryAfter: nil)
    case (CURLE_LOGIN_DENIED, _):
      .refused("\(server) does not accept the user or the password\(number(status)); check smtp.user and smtp.password")
    case (CURLE_USE_SSL_FAILED, _), (CURLE_OPERATION_TIMEDOUT, _), (CURLE_ABORTED_BY_CALLBACK, _):
      .failed(FaultText.of(failure, with: server, within: limit), retryAfter: nil)
    case (_, 500...):
      .refused("\(server) does not accept the mail (\(status)); check from, to, and whether it asks for a password")
    case (_, 400..<500): .failed("\(server) does not take the mail now (\(status)); it is tried again", retryAfter: nil)
    default: .failed(FaultText.of(failure, with: server, within: limit), retryAfter: nil)
    }
  }

  private func number(_ status: Int) -> String { status > 0 ? " (\(status))" : "" }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-._:[]".utf8.contains(byte)
  }

  private static func isPlausible(_ address: String) -> Bool {
    address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
      && address.contains("@")
  }
}
