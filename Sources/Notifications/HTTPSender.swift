import Alerting
import CCurl
import PlainText

/// Carries out requests over HTTP.
///
/// Proxies that the environment names (`https_proxy`, `http_proxy`, `no_proxy`) are used as by any program, since many
/// machines reach nothing without; requests to this machine never go through one. Redirects are not followed: a secret in
/// a header or a body must not go where nobody sent it.
struct HTTPSender: Sendable {
  // Nothing of an answer matters but a word of why.
  private static let answerLimit = 4_096

  let limit: Duration
  let certificates: String?

  /// Sends a request and judges the answer.
  func send(_ request: HTTPDelivery, stop: Int32) -> DeliveryOutcome {
    guard let server = ServerName(url: request.url), ["http", "https"].contains(server.scheme) else {
      return .refused("the address of the channel is none; write one that begins with https:// or http://")
    }
    guard var transfer = Transfer(answerLimit: Self.answerLimit, limit: limit, certificates: certificates) else {
      return .failed("there is no memory for a connection to \(server.text)", retryAfter: nil)
    }
    transfer.set(CURLOPT_URL, request.url)
    transfer.set(CURLOPT_PROTOCOLS_STR, "http,https")
    transfer.set(CURLOPT_USERAGENT, "wraptop")
    transfer.set(CURLOPT_CUSTOMREQUEST, request.method)
    if server.isLoopback { transfer.set(CURLOPT_PROXY, "") }
    for header in request.headers {
      // A header without a value is told with a semicolon; with a colon it would be left out.
      transfer.addHeader(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
    }
    // Asking first would cost a second where nobody answers that.
    transfer.addHeader("Expect:")
    let failure = transfer.send(body: request.method == "GET" ? nil : request.body, stop: stop)
    // Of a longer answer the end is not needed.
    if let failure, failure.code != CURLE_WRITE_ERROR || transfer.status == 0 {
      return .failed(FaultText.of(failure, with: server.text, within: limit), retryAfter: nil)
    }
    return outcome(
      of: transfer.status, from: server.text, retryAfter: transfer.retryAfter, redirect: transfer.redirect,
      word: Self.word(in: transfer.answer))
  }

  private func outcome(
    of status: Int, from server: String, retryAfter: Int64?, redirect: String?, word: String
  ) -> DeliveryOutcome {
    let answered = "\(server) answered \(status)\(word)"
    switch status {
    case 200..<300: return .delivered
    case 300..<400:
      let target = redirect.flatMap { ServerName(url: $0)?.text.withoutHarm.cut(to: 100) }
      return .refused(
        "\(server) wants the message sent \(target.map { "to \($0)" } ?? "elsewhere") (\(status)), and redirects are not "
          + "followed; set the address to where it leads")
    case 429: return .failed("\(answered): too many requests; it is tried again later", retryAfter: retryAfter)
    case 500...: return .failed("\(answered): it has a fault of its own; it is tried again", retryAfter: retryAfter)
    case 401, 403, 407: return .refused("\(answered): it does not accept the key; check the address, token and headers")
    case 404, 410: return .refused("\(answered): there is no such address; check the address of the channel")
    default:
      return .refused("\(answered): it does not accept the message; check the address and the body of the channel")
    }
  }

  /// What a server says in a word, such as Slack's `channel_is_archived`; nothing that could repeat a secret.
  static func word(in answer: [UInt8]) -> String {
    let text = String(decoding: answer, as: UTF8.self)
    let isWord = text.utf8.count <= 40 && text.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 || $0 == 32 }
    return isWord && !text.isEmpty ? " \(text)" : ""
  }
}
