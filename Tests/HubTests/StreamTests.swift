// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HubStore
import Replication
import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite struct `A stream of pages` {
  /// The pages from a cursor on, of at most two records each.
  private func stream(_ client: Client, from cursor: Data = Data()) throws -> [WirePullResponse] {
    var request = WirePullRequest()
    request.cursor = cursor
    request.recordsMaximum = 2
    var stream = PageStream()
    stream.receive(try client.post(.stream, request.encoded()).body)
    var pages: [WirePullResponse] = []
    while let page = try stream.next() { pages.append(try WirePullResponse(decoding: page)) }
    #expect(stream.isEmpty)
    return pages
  }

  @Test func `brings what page after page would bring, from any place on`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ingrid", .coordinator)
    let session = try #require(try await hub.store.session(token: client.token ?? ""))
    var ingrid = Laptop(session)
    ingrid.write(Study.program(), Put("code", .text("AIR")))
    for number in 1...6 {
      ingrid.write(Study.visit("V\(number)", of: ingrid.person), Put("location", .text("JFK")))
    }
    // Written again, so that its history comes with it.
    ingrid.write(Study.visit("V2", of: ingrid.person), Put("location", .text("LGA")))
    #expect(try client.push(ingrid.journal).status == 200)
    let pages = try stream(client)
    #expect(pages.map(\.more) == [true, true, true, false])
    #expect(pages.flatMap(\.records) == (try client.pull().records))
    #expect(pages.flatMap(\.past) == (try client.pull().past))
    #expect(pages.last?.cursor == (try client.pull().cursor))
    let rest = try stream(client, from: pages[1].cursor)
    #expect(rest.map(\.records) == pages[2...].map(\.records))
    #expect(try stream(client, from: pages[3].cursor).map(\.records) == [[]])
  }
}
