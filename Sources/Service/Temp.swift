import Events
struct StandardInput: AsyncSequence { typealias Element = Chunk; init(maxLine: Int) {}
 struct AsyncIterator: AsyncIteratorProtocol { mutating func next() async throws -> Chunk? { nil } }
 func makeAsyncIterator() -> AsyncIterator { AsyncIterator() } }
package struct SocketListener: Sendable {}
extension Intake { func serve(_ l: SocketListener) async throws {} }
