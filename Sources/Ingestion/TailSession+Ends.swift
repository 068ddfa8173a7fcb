import Events

// The ends of files: when everything is read, when it cannot be read further, and when a file is let go.
extension TailSession {
  /// Settles what there is to do at the end of what the file has.
  func atEnd(_ file: TailedFile) {
    file.isDirty = false
    if file.isCompressed {
      endCompressed(file)
    } else if options.mode == .once {
      if let chunk = file.finish() { handOut(chunk, of: file) }
      tell(.ended, of: file.source)
      release(copiesOf: file)
    } else if file.isReachable {
      tell(.live, of: file.source)
    }
  }

  // A compressed file is complete, or it is just being written, or it was cut off.
  private func endCompressed(_ file: TailedFile) {
    guard !file.isSpoilt else { return }
    guard file.isRead else {
      if options.mode == .once {
        spoil(file, cutOff(file))
      } else if file.leavesAt == nil {
        leave(file, after: options.rotationGrace)
      }
      return
    }
    if let chunk = file.finish() { handOut(chunk, of: file) }
    file.content.rest()
    leave(file, after: file.isReachable ? nil : .zero)
    if file.isReachable { tell(.ended, of: file.source) }
    release(copiesOf: file)
  }

  private func cutOff(_ file: TailedFile) -> IngestionError {
    file.damaged("ends within its compressed data", at: file.content.storedSize)
  }

  /// Reads no more of a file that is damaged, and says so.
  func spoil(_ file: TailedFile, _ error: IngestionError) {
    file.isSpoilt = true
    file.content.rest()
    if file.isReachable {
      leave(file, after: nil)
      fail(file.source, error)
    } else {
      ignored.insert(file.identity)
      leave(file, after: .zero)
    }
    if !file.isReachable { tell(.notice(error.description)) }
  }

  /// The file is let go after a while without news; never, with nil.
  func leave(_ file: TailedFile, after time: Duration?) {
    file.leavesAt = time.map { .now + $0 }
    leaving[file.identity] = time == nil ? nil : file
  }

  /// Forgets the files that no path leads to and that stayed quiet long enough.
  ///
  /// - Returns: the time at which the next one may leave.
  func letGo(notBefore: ContinuousClock.Instant?) -> ContinuousClock.Instant? {
    var deadline = notBefore
    for file in leaving.values.sorted(by: { $0.source < $1.source }) {
      guard let leavesAt = file.leavesAt else { continue }
      guard leavesAt <= .now else {
        deadline = deadline.map { min($0, leavesAt) } ?? leavesAt
        continue
      }
      // While nobody asked for more, changes were not looked at.
      if hasMore(file) {
        schedule.wake(file)
        leave(file, after: options.rotationGrace)
      } else if file.isCompressed, file.isBegun, !file.isRead, !file.isSpoilt, file.original == nil {
        spoil(file, cutOff(file))
        if !file.isReachable { letGo(file) }
      } else if file.isReachable {
        leave(file, after: nil)
      } else {
        letGo(file)
      }
    }
    return deadline
  }

  private func hasMore(_ file: TailedFile) -> Bool {
    guard !file.isSpoilt, file.original == nil else { return false }
    let hasMore = try? whileOpen(file) { () throws(IngestionError) in
      try file.look()
      guard file.isBegun else { return !file.isCompressed && file.content.size > 0 }
      return file.isCompressed ? file.lag > 0 : file.content.size > file.framer.endOffset
    }
    return hasMore ?? false
  }

  /// Forgets a file; what is known of it stays.
  func letGo(_ file: TailedFile) {
    if !file.isSpoilt, let chunk = file.finish() { handOut(chunk, of: file) }
    record(file)
    if let watched = file.watch {
      watch.unwatchFile(watched)
      filesByWatch[watched] = nil
    }
    sources[file.source].files.removeAll { $0 === file }
    filesByIdentity[file.identity] = nil
    leaving[file.identity] = nil
    file.isDirty = false
    release(copiesOf: file)
    forget(file)
    file.become(copyOf: nil)
    if file.file.isOpen {
      file.file.close()
      schedule.noteClosed()
    }
  }

  /// Takes down how far the file was read, before it is closed or its content is given up.
  func record(_ file: TailedFile) {
    guard file.isBegun, file.original == nil else { return }
    known.record(file.position, of: sources[file.source].path)
  }
}
