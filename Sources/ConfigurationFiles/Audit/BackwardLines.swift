import Configuration
import SystemFiles

/// The lines of a file from the last to the first, read in blocks, so that its end costs the same whatever its size.
struct BackwardLines {
  private let path: String
  private let size: Int
  // Where the block begins that is read already, of which `rest` is what no line has been made of.
  private var start: Int
  private var rest: [UInt8] = []
  private var isFirst = true

  private static let blockSize = 1 << 16

  /// Begins behind the first `size` bytes of a file; none of them may change.
  ///
  /// - Parameter path: what messages call it.
  init(size: Int, _ path: String) {
    self.path = path
    self.size = size
    start = size
  }

  /// The line before the one that was returned last; nil at the beginning of the file.
  mutating func next(_ file: borrowing Descriptor) throws(ConfigurationFileError) -> AuditLine? {
    var isEnded = true
    if isFirst {
      isFirst = false
      guard size > 0 else { return nil }
      try readBlock(file)
      isEnded = rest.last == UInt8(ascii: "\n")
      if isEnded { rest.removeLast() }
    } else if start == 0, rest.isEmpty {
      return nil
    } else {
      if rest.isEmpty { try readBlock(file) }
      // What is left ends with the line feed of the line that is wanted.
      rest.removeLast()
    }
    var searched = 0
    while true {
      if let feed = rest.dropLast(searched).lastIndex(of: UInt8(ascii: "\n")) {
        let line = AuditLine(rest[(feed + 1)...], number: 0, isEnded: isEnded)
        rest.removeSubrange((feed + 1)...)
        return line
      }
      guard start > 0 else {
        defer { rest = [] }
        return AuditLine(rest, number: 0, isEnded: isEnded)
      }
      searched = rest.count
      try readBlock(file)
    }
  }

  // Puts the block before what is there in front of it.
  private mutating func readBlock(_ file: borrowing Descriptor) throws(ConfigurationFileError) {
    guard rest.count < AuditEnd.longestLine else {
      throw .invalid(["\(ShownText.path(path)): a line is too long for an audit trail; move it away"])
    }
    // Twice as many as before, so that a long line is not copied over and over.
    let count = min(start, max(Self.blockSize, rest.count))
    start -= count
    let block = try whileReading(path) { () throws(SystemError) in try file.bytes(at: start, count: count) }
    rest = block + rest
  }
}
