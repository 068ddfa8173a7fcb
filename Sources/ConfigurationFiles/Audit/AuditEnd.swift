import Configuration
import SystemFiles

/// How an audit file ends: where the next record follows on.
struct AuditEnd {
  /// The last whole record's number and hash; `start` if there is none.
  let head: AuditHead
  /// True if a line feed is at the end, or nothing is in the file.
  let isEnded: Bool
  /// In bytes.
  let size: Int

  /// The most bytes that a line may have. The longest that a form can make is far shorter.
  static let longestLine = 16 << 20

  /// Reads from the end as far as the last record.
  ///
  /// - Throws: if there is something in the file, but no record.
  init(of file: borrowing Descriptor, _ path: String) throws(ConfigurationFileError) {
    size = Int(try whileReading(path) { () throws(SystemError) in try file.status() }.st_size)
    var lines = BackwardLines(size: size, path)
    var last: AuditLine?
    var isEnded = true
    while let line = try lines.next(file) {
      if last == nil { isEnded = line.isEnded }
      last = line
      if let record = line.record {
        self.isEnded = isEnded
        head = AuditHead(number: record.number, hash: line.hash)
        return
      }
    }
    guard last == nil else {
      throw .invalid([
        "\(ShownText.path(path)): holds something, but no record of an audit trail; move it away, or name another file"
      ])
    }
    self.isEnded = true
    head = .start
  }

  /// Where the chain goes on: at the end of the file, unless it is known to have ended otherwise.
  func head(knowing known: AuditHead?) -> AuditHead {
    guard let known, known.number >= head.number else { return head }
    return known
  }
}
