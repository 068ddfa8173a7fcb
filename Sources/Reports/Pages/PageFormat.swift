/// A way to put a page into bytes: one type, in a file of its own, per format.
///
/// The bytes are UTF-8 and end with a line feed. The same page always gives the same bytes.
protocol PageFormat: Sendable {
  /// Appends the page in this format.
  func write(_ page: Page, to output: inout [UInt8])
}
