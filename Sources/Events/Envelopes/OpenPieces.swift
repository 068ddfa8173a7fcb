import CEventDecoder

/// Looks for lines that are pieces of one whose end has not come yet, so that they are handed on together (article
/// Envelopes): the position of a file never passes the first piece of a line that is not whole.
///
/// Docker, Kubernetes, and journald cut long lines. It is asked for every run of whole lines, so that it looks at the last
/// one alone unless that is of such a log.
enum OpenPieces {
  /// How many bytes are looked through for the beginning of a line that is still open.
  static let limit = 64 << 20
  /// How many lines of other streams may stand between two pieces.
  private static let lookBack = 256

  /// Where the first piece of the oldest line that is still open begins; nil if there is none. `bytes` are whole lines.
  static func begin(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let last = lastLine(of: bytes, before: bytes.count), kind(of: bytes, last) != nil else { return nil }
    // By stream: the beginning of what is open at the end, and whether it reaches further back.
    var streams: [[UInt8]: (begin: Int?, isSettled: Bool)] = [:]
    var line = last
    var looked = 0
    while looked < lookBack {
      guard let kind = kind(of: bytes, line) else { break }
      let stream = kind.stream.map { Array(bytes[$0]) } ?? []
      var state = streams[stream] ?? (nil, false)
      if !state.isSettled {
        if kind.isOpen { state.begin = line.lowerBound } else { state.isSettled = true }
        streams[stream] = state
      }
      looked = kind.isOpen ? 0 : looked + 1
      guard streams.count < 2 || streams.values.contains(where: { !$0.isSettled }), line.lowerBound > 0,
        let earlier = lastLine(of: bytes, before: line.lowerBound)
      else { break }
      line = earlier
    }
    return streams.values.compactMap(\.begin).min()
  }

  // The line before an index, without its line feed.
  private static func lastLine(of bytes: UnsafeBufferPointer<UInt8>, before end: Int) -> Range<Int>? {
    guard end > 0 else { return nil }
    var begin = end - 1
    while begin > 0, bytes[begin - 1] != UInt8(ascii: "\n") { begin -= 1 }
    return begin..<(end - 1)
  }

  /// What a line of such a log is: its stream, and whether it goes on in another one.
  private static func kind(
    of bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>
  ) -> (stream: Range<Int>?, isOpen: Bool)? {
    let text = UnsafeBufferPointer(rebasing: bytes[line])
    guard let first = text.first else { return nil }
    if first &- 0x30 < 10 { return kubernetes(text, at: line.lowerBound) }
    guard first == UInt8(ascii: "{") else { return nil }
    if text.starts(with: #"{"log":""#.utf8) { return docker(text, at: line.lowerBound) }
    guard text.find("\"__REALTIME_TIMESTAMP\"") != nil || text.find("\"partial_message\"") != nil else { return nil }
    let isOpen =
      text.find("\"_LINE_BREAK\":\"line-max\"") != nil || text.find("\"_LINE_BREAK\" : \"line-max\"") != nil
      || text.find("PARTIAL_MESSAGE\":\"true\"") != nil && text.find("PARTIAL_LAST\":\"true\"") == nil
      || text.find("\"partial_message\":\"true\"") != nil && text.find("\"partial_last\":\"true\"") == nil
    return (nil, isOpen)
  }

  private static func docker(_ text: UnsafeBufferPointer<UInt8>, at begin: Int) -> (Range<Int>?, Bool)? {
    guard let at = text.findLast(#"","stream":""#) else { return nil }
    let name = (at + 12)..<(text[(at + 12)...].firstIndex(of: 0x22) ?? text.count)
    let log = text[..<at]
    // `\n`, of which the backslash is not escaped itself.
    let slashes = log.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    let isEnded = log.last == UInt8(ascii: "n") && slashes % 2 == 1
    // What is whole as it stands, and only lacks the line feed, is no piece.
    let isObject =
      log.dropFirst(8).first == UInt8(ascii: "{") && log.last == UInt8(ascii: "}")
      && log.count - 8 < Envelope.dockerPiece
    return ((begin + name.lowerBound)..<(begin + name.upperBound), !isEnded && !isObject)
  }

  private static func kubernetes(_ text: UnsafeBufferPointer<UInt8>, at begin: Int) -> (Range<Int>?, Bool)? {
    let head = text.prefix(64)
    guard let first = head.firstIndex(of: 0x20), let second = head[(first + 1)...].firstIndex(of: 0x20),
      second + 1 < text.count, second - first == 7
    else { return nil }
    let tag = text[second + 1]
    guard tag == UInt8(ascii: "P") || tag == UInt8(ascii: "F") else { return nil }
    return ((begin + first + 1)..<(begin + second), tag == UInt8(ascii: "P"))
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a text stands first; nil if it does not.
  func find(_ text: StaticString) -> Int? {
    let place = ced_find(baseAddress, count, text.utf8Start, text.utf8CodeUnitCount)
    return place < count ? place : nil
  }

  /// Where a text stands last; nil if it does not.
  fileprivate func findLast(_ text: StaticString) -> Int? {
    let length = text.utf8CodeUnitCount
    guard count >= length else { return nil }
    var at = count - length
    while at >= 0 {
      if UnsafeBufferPointer(rebasing: self[at..<(at + length)]).holds(text) { return at }
      at -= 1
    }
    return nil
  }
}
