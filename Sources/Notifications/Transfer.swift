import CCurl

/// One exchange with a server, by libcurl. Nothing of the settings of a user's curl applies to it.
struct Transfer: ~Copyable {
  /// How it ended that got no answer, or none to the end.
  struct Failure: Equatable {
    let code: CURLcode
    /// The errno of the connection; 0 for none.
    var systemError: Int32 = 0
    /// What OpenSSL found wrong with the certificate; 0 for nothing.
    var certificateError = 0
  }

  private let handle: OpaquePointer
  // The first option that could not be set.
  private var fault: Int32 = 0

  /// - Parameters:
  ///   - answerLimit: the most bytes of an answer that are kept.
  ///   - limit: how long all of it may take; nil for any time, where only the connection has to be made in ten seconds.
  ///   - certificates: a file with the certificates to trust in place of those of the system.
  /// - Returns: nil if there is no memory.
  init?(answerLimit: Int, limit: Duration?, certificates: String? = nil) {
    guard let handle = cc_open(answerLimit) else { return nil }
    self.handle = handle
    let milliseconds = limit.map { max(1, Int($0 / .milliseconds(1))) }
    set(CURLOPT_TIMEOUT_MS, milliseconds ?? 0)
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds ?? 10_000)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let certificates { set(CURLOPT_CAINFO, certificates) }
  }

  deinit { cc_close(handle) }

  mutating func set(_ option: CURLoption, _ text: String) { note(cc_set_text(handle, option, text)) }
  mutating func set(_ option: CURLoption, _ number: Int) { note(cc_set_number(handle, option, number)) }
  mutating func addHeader(_ line: String) { note(cc_add_header(handle, line)) }
  mutating func addRecipient(_ address: String) { note(cc_add_recipient(handle, address)) }

  private mutating func note(_ code: Int32) { if fault == 0 { fault = code } }

  /// Sends a body, or nothing if there is none, and waits for the end of the answer.
  mutating func send(body: [UInt8]?, stop: Int32) -> Failure? {
    guard let body else { return perform(stop) }
    return body.withUnsafeBytes { bytes in
      note(cc_set_body(handle, bytes.baseAddress, bytes.count))
      return perform(stop)
    }
  }

  /// Hands over a mail, and waits for its acceptance.
  mutating func upload(_ content: [UInt8], stop: Int32) -> Failure? {
    content.withUnsafeBytes { bytes in
      note(cc_set_upload(handle, bytes.baseAddress, bytes.count))
      return perform(stop)
    }
  }

  /// Hands what is answered to `receive` as it comes, with the head of the answer, until that returns false.
  mutating func send(
    body: [UInt8]?, stop: Int32, receive: (AnswerHead, UnsafeRawBufferPointer) -> Bool
  ) -> Failure? {
    let head = AnswerHead(handle: handle)
    return withoutActuallyEscaping(receive) { receive in
      let sink = Sink { receive(head, $0) }
      cc_set_sink(
        handle,
        { bytes, length, context in
          guard let context else { return false }
          let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
          return sink.receive(UnsafeRawBufferPointer(start: bytes, count: length))
        }, Unmanaged.passUnretained(sink).toOpaque())
      defer { cc_set_sink(handle, nil, nil) }
      return withExtendedLifetime(sink) { send(body: body, stop: stop) }
    }
  }

  /// The head of an answer whose body is coming.
  struct AnswerHead {
    fileprivate let handle: OpaquePointer

    var status: Int { cc_status(handle) }

    /// The value of a field; nil if there is none.
    func field(_ name: String) -> String? { cc_answer_field(handle, name).map { String(cString: $0) } }
  }

  private final class Sink {
    let receive: (UnsafeRawBufferPointer) -> Bool
    init(_ receive: @escaping (UnsafeRawBufferPointer) -> Bool) { self.receive = receive }
  }

  private borrowing func perform(_ stop: Int32) -> Failure? {
    let code = fault != 0 ? fault : cc_perform(handle, stop)
    guard code != 0 else { return nil }
    return Failure(
      code: CURLcode(UInt32(code)), systemError: cc_system_error(handle), certificateError: cc_certificate_error(handle)
    )
  }

  /// The last status that the server answered with; 0 if there is none.
  var status: Int { cc_status(handle) }

  /// For how many seconds the server wants to be left alone; nil if it did not say.
  var retryAfter: Int64? {
    let seconds = cc_retry_after(handle)
    return seconds > 0 ? seconds : nil
  }

  /// Where the server wants to have the request sent instead.
  var redirect: String? { cc_redirect(handle).map { String(cString: $0) } }

  var answer: [UInt8] {
    var count = 0
    guard let bytes = cc_answer(handle, &count) else { return [] }
    return Array(UnsafeRawBufferPointer(start: bytes, count: count))
  }
}

/// The server that a URL names.
struct ServerName: Equatable {
  /// Without a user or a password, IPv6 in brackets.
  let host: String
  /// As the URL has it; nil if it has none.
  let port: String?
  let scheme: String

  /// Nil if the text is no URL of a server.
  init?(url: String) {
    guard let scheme = Self.part(CURLUPART_SCHEME, of: url), let host = Self.part(CURLUPART_HOST, of: url) else {
      return nil
    }
    self.scheme = scheme
    self.host = host
    port = Self.part(CURLUPART_PORT, of: url)
  }

  private static func part(_ which: CURLUPart, of url: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { space in
      guard let base = space.baseAddress, cc_url_part(url, which, base, space.count) else { return nil }
      return String(cString: base)
    }
  }

  /// As faults tell it.
  var text: String { host + (port.map { ":" + $0 } ?? "") }

  var isLoopback: Bool { Self.isLoopback(host) }

  /// True for a name or an address that stays on this machine.
  static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased()
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "localhost" || host == "::1" || host == "[::1]"
      || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
