import Events
import Formatting
import Foundation
import Ingestion
import Monitoring
import Secrets
import Synchronization
import SystemFiles

/// The file that keeps every rejected line, whole, for `--rejects` (article Events, Rejections and duplicates). Only
/// the user can read it.
final class RejectsFile: Sendable {
  /// Where it is.
  let path: String
  private let descriptor: Int32
  private let lock = Mutex(())

  /// Opens the file for appending, and makes it if it is not there.
  ///
  /// - Parameter inputs: what is read at the same time. A file among it would feed itself.
  init(path: String, inputs: IntakePlan) throws(ServiceError) {
    var about = stat()
    // What is there is looked at before it is opened: opening a device may do something to it.
    let isNew = lstat(path, &about) != 0
    if !isNew { try Self.check(about, path) }
    let flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
    let descriptor = open(path, isNew ? flags | O_CREAT | O_EXCL : flags, 0o600)
    guard descriptor >= 0 else {
      throw .rejectsFile(
        path: path, reason: SystemError.last.description, isPermission: SystemError.last.isPermission)
    }
    do throws(ServiceError) {
      guard fstat(descriptor, &about) == 0 else {
        throw .rejectsFile(path: path, reason: SystemError.last.description, isPermission: false)
      }
      try Self.check(about, path)
      if let input = Self.input(of: inputs, thatIs: about) { throw .rejectsAreInput(path: path, input: input) }
    } catch {
      close(descriptor)
      if isNew { unlink(path) }
      throw error
    }
    self.path = path
    self.descriptor = descriptor
    fchmod(descriptor, 0o600)
  }

  deinit { close(descriptor) }

  private static func check(_ about: stat, _ path: String) throws(ServiceError) {
    let what: String
    switch about.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFLNK: what = "a symbolic link"
    case S_IFDIR: what = "a folder"
    case S_IFIFO: what = "a pipe"
    case S_IFSOCK: what = "a socket"
    default: what = "a device"
    }
    throw .rejectsFile(path: path, reason: "is \(what), not a regular file", isPermission: false)
  }

  // The input that reads this very file, by whatever path. The file is there by now, so that a pattern which would
  // match it later matches it already.
  private static func input(of plan: IntakePlan, thatIs file: stat) -> String? {
    func isSame(_ other: stat) -> Bool { other.st_dev == file.st_dev && other.st_ino == file.st_ino }
    var about = stat()
    if plan.readsStandardInput, fstat(STDIN_FILENO, &about) == 0, isSame(about) { return "standard input" }
    return plan.patterns.first { pattern in
      FileTail.matches(of: pattern).contains { stat($0, &about) == 0 && isSame(about) }
    }
  }

  /// Appends the rejected lines of a chunk, each with a line feed; of a line that was too long, what is left of it.
  /// - Returns: what went wrong, if anything did: the lines are counted and shown all the same.
  func append(_ batch: EventBatch, _ applied: Applied, of chunk: Chunk) -> String? {
    guard !batch.rejections.isEmpty || !applied.rejections.isEmpty else { return nil }
    let offsets = (batch.rejections.map(\.offset) + applied.rejections.map(\.offset)).sorted()
    var lines: [UInt8] = []
    for offset in offsets {
      if let cut = chunk.cut, cut.offset == offset {
        lines += cut.beginning
      } else {
        let start = chunk.lines.lowerBound + Int(offset - chunk.offset)
        guard chunk.lines.contains(start) else { continue }
        lines += chunk.bytes[start..<chunk.lines.upperBound].prefix { $0 != 0x0A }
      }
      lines.append(0x0A)
    }
    return lock.withLock { _ in
      do throws(WriteFailure) {
        try Descriptor.writeAll(lines, to: descriptor)
        return nil
      } catch {
        return "\(path): rejected lines are no longer kept there: \(error.reason)"
      }
    }
  }
}

extension EventBatch {
  /// The rejected lines of the batch that are kept, in their order: those that could not be decoded, and the steps of
  /// operations that no one knows.
  func rejections(with applied: Applied) -> [Rejection] {
    guard !applied.rejections.isEmpty else { return rejections }
    return (rejections + applied.rejections.map(rejection)).sorted { $0.line < $1.line }
  }

  private func rejection(of step: Event) -> Rejection {
    let sample = texts.withUnsafeBufferPointer { texts in
      let range = Int(step.sample.offset)..<Int(step.sample.offset + step.sample.length)
      return Redaction.redact(UnsafeBufferPointer(rebasing: texts[range]), limit: 512)
    }
    return Rejection(
      reason: .unknownOperation, field: "operation_id", found: quoted(step.id), line: UInt64(step.line),
      offset: step.offset, sample: String(decoding: sample, as: UTF8.self))
  }
}

extension Rejection {
  /// Why the line was rejected, as a sentence.
  var explanation: String { RejectionText.sentence(reason, field: field, found: found) }
}
