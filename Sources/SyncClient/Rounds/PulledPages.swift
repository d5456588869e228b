// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SyncProtocol

/// Where a round's pages come from.
///
/// A long pull, as that of a new store is, comes as one stream: the hub makes the next pages while
/// the store keeps what has come, and what has come meanwhile is kept at once. From a hub without
/// that route, and where there is but a page to expect, each page is asked for.
final class PulledPages {
  /// What is kept in one transaction at most, beside the page with which it gets there.
  private static let recordsMaximum = 20_000
  private static let bytesMaximum = 16 << 20

  private let connection: HubConnection
  private var hasStreams = true
  private var answer: (any AnswerStream)?
  private var stream = PageStream()
  /// A page that came and could not be kept with those before it.
  private var held: PulledPage?
  /// From where on there is more than a page to expect.
  private var next: [UInt8]? = []

  init(_ connection: HubConnection) {
    self.connection = connection
  }

  /// The page that is asked for, with those behind it that are there already.
  func page(_ request: WirePullRequest) throws(SyncFailure) -> PulledPage {
    let isExpected = next == Array(request.cursor)
    if !isExpected { close() }
    if isExpected, hasStreams, answer == nil {
      answer = try connection.stream(request)
      hasStreams = answer != nil
    }
    let streamed = try takenTogether()
    let page = if let streamed { streamed } else { try connection.page(request) }
    next = page.more ? page.cursor : nil
    if !page.more { close() }
    return page
  }

  /// Ends the stream, whatever is still to come.
  func close() {
    answer?.close()
    answer = nil
    stream = PageStream()
    held = nil
  }

  /// The next page of the stream with what is there behind it; nil where it has ended.
  private func takenTogether() throws(SyncFailure) -> PulledPage? {
    guard var page = try pageOfStream(waits: true) else {
      close()
      return nil
    }
    var bytes = page.bytesCount
    while page.states.count < PulledPages.recordsMaximum, bytes < PulledPages.bytesMaximum,
      let behind = try pageOfStream(waits: false)
    {
      guard page.takes(behind) else {
        held = behind
        break
      }
      bytes += behind.bytesCount
      page.take(behind)
    }
    return page
  }

  private func pageOfStream(waits: Bool) throws(SyncFailure) -> PulledPage? {
    if let page = held {
      held = nil
      return page
    }
    while let answer {
      if let page = try arrivedPage() { return page }
      guard let piece = try connection.piece(of: answer, waits: waits) else {
        guard stream.isEmpty else { throw .damaged("The answer ends within a page.") }
        return nil
      }
      if piece.isEmpty, !waits { return nil }
      stream.receive(piece)
    }
    return nil
  }

  private func arrivedPage() throws(SyncFailure) -> PulledPage? {
    do throws(WireProblem) {
      guard let bytes = try stream.next() else { return nil }
      return try PulledPage(body: bytes)
    } catch {
      throw .damaged(error.description)
    }
  }
}
