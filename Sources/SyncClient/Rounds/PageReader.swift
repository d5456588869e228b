// SPDX-License-Identifier: Apache-2.0

import Foundation
import SyncProtocol

/// Reads a stream of pages on a thread of its own, while what has come is kept.
// Safe because what changes is touched only while the condition is locked, and the answer only by
// the reading thread until that has ended.
final class PageReader: @unchecked Sendable {
  /// So much may wait to be kept, and a page; what is behind it stays on the line.
  private static let bytesMaximum = 16 << 20

  private let answer: any AnswerStream
  private let condition = NSCondition()
  private var pages: [PulledPage] = []
  private var bytes = 0
  private var failure: SyncFailure?
  private var isOver = false
  private var isClosed = false

  init(_ answer: any AnswerStream) {
    self.answer = answer
    let thread = Thread { [self] in read() }
    thread.stackSize = 4 << 20
    thread.start()
  }

  /// The next page; nil at the end of the stream, and where none has come and it is not to wait.
  ///
  /// - Throws: What broke the stream off, where all before it was taken and it is to wait.
  func next(waits: Bool) throws(SyncFailure) -> PulledPage? {
    condition.lock()
    defer { condition.unlock() }
    while waits, pages.isEmpty, !isOver { condition.wait() }
    guard !pages.isEmpty else {
      if waits, let failure { throw failure }
      return nil
    }
    let page = pages.removeFirst()
    bytes -= page.bytesCount
    condition.broadcast()
    return page
  }

  /// Ends the stream, whatever is still to come.
  func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    while !isOver { condition.wait() }
    condition.unlock()
  }

  private func read() {
    var failure: SyncFailure?
    do throws(SyncFailure) {
      var stream = PageStream()
      while hasRoom, let piece = try piece() {
        stream.receive(piece)
        while let page = try page(of: &stream) { put(page) }
      }
      if hasRoom, !stream.isEmpty { throw .damaged("The answer ends within a page.") }
    } catch {
      failure = error
    }
    answer.close()
    condition.lock()
    self.failure = failure
    isOver = true
    condition.broadcast()
    condition.unlock()
  }

  /// Waits until there is room for more; false where nobody wants any.
  private var hasRoom: Bool {
    condition.lock()
    defer { condition.unlock() }
    while bytes > PageReader.bytesMaximum, !isClosed { condition.wait() }
    return !isClosed
  }

  private func put(_ page: PulledPage) {
    condition.lock()
    pages.append(page)
    bytes += page.bytesCount
    condition.broadcast()
    condition.unlock()
  }

  private func piece() throws(SyncFailure) -> [UInt8]? {
    do throws(TransportError) {
      return try answer.next()
    } catch {
      throw SyncFailure(error)
    }
  }

  private func page(of stream: inout PageStream) throws(SyncFailure) -> PulledPage? {
    do throws(WireProblem) {
      return try stream.next().map { bytes throws(WireProblem) in try PulledPage(body: bytes) }
    } catch {
      throw .damaged(error.description)
    }
  }
}
