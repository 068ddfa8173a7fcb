import CLinux
import Glibc

/// The system's reports of what happens to files and folders (inotify(7)).
package struct Inotify: ~Copyable {
  /// Something that happened to what a watch is on.
  package struct Event {
    /// The number of the watch.
    package let watch: Int32
    /// What happened, as in inotify(7).
    package let mask: UInt32
    /// The name in the watched folder; empty if it happened to the watched file or folder itself. Valid only while the event
    /// is handled.
    package let name: UnsafePointer<CChar>
  }

  private let descriptor: Descriptor

  /// The descriptor that becomes readable with an event.
  package var number: Int32 { descriptor.number }

  /// - Throws: if the system has none to give.
  package init() throws(SystemError) {
    guard let descriptor = Descriptor(inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))) else { throw .last }
    self.descriptor = descriptor
  }

  /// Watches what `path` leads to.
  ///
  /// - Returns: the number of the watch, which is the same for the same file.
  package borrowing func watch(_ path: String, _ mask: UInt32) throws(SystemError) -> Int32 {
    let watch = inotify_add_watch(number, path, mask)
    guard watch >= 0 else { throw .last }
    return watch
  }

  /// Ends a watch.
  package borrowing func unwatch(_ watch: Int32) { inotify_rm_watch(number, watch) }

  /// Hands out the events that are there, without waiting.
  package borrowing func drain(_ handle: (Event) -> Void) {
    while true {
      let hasMore = withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 8) { bytes -> Bool in
        let count = read(number, bytes.baseAddress, bytes.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        var position = 0
        var event = cl_inotify_event()
        while cl_inotify_next(bytes.baseAddress, count, &position, &event) != 0 {
          guard let name = event.name else { continue }
          handle(Event(watch: event.watch, mask: event.mask, name: name))
        }
        return true
      }
      if !hasMore { return }
    }
  }
}
