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
  private var stream: PageReader?
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
    if isExpected, hasStreams, stream == nil {
      let answer = try connection.stream(request)
      hasStreams = answer != nil
      stream = answer.map(PageReader.init)
    }
    let streamed = try takenTogether()
    let page = if let streamed { streamed } else { try connection.page(request) }
    next = page.more ? page.cursor : nil
    if !page.more { close() }
    return page
  }

  /// Ends the stream, whatever is still to come.
  func close() {
    stream?.close()
    stream = nil
    held = nil
  }

  /// The next page of the stream with what is there behind it; nil where it has ended.
  private func takenTogether() throws(SyncFailure) -> PulledPage? {
    let first = if let held { held } else { try stream?.next(waits: true) }
    held = nil
    guard var page = first else {
      close()
      return nil
    }
    var bytes = page.bytesCount
    while page.states.count < PulledPages.recordsMaximum, bytes < PulledPages.bytesMaximum,
      let behind = try stream?.next(waits: false)
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
}
