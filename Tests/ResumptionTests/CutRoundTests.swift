// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite("A sync cut at any byte resumes without loss or repetition")
struct CutRoundTests {
  @Test func `a round cut at any of its bytes resumes`() throws {
    let hub = try RunningHub()
    let coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    let whole = try CuttingProxy(toPort: hub.port)
    let model = try hub.laptop(of: "Ada", device: "model")
    try Self.work(on: model)
    try model.sync(through: whole.url)
    let traffic = whole.traffic
    whole.stop()
    // Every byte is cut in the long run by the seed; a run of the tests cuts each seventeenth.
    let ups = stride(from: 1, to: traffic.upBytes, by: 17).map { ($0, Int?.none) }
    let downs = stride(from: 1, to: traffic.downBytes, by: 41).map { (Int?.none, $0) }
    let cuts = ups.map { (Int?.some($0.0), $0.1) } + downs.map { ($0.0, Int?.some($0.1)) }
    let laptop = try hub.laptop(of: "Bo")
    var visits = 0
    for (place, cut) in cuts.enumerated() {
      visits += 1
      let visit = try laptop.start("v\(visits)")
      try laptop.observe("desk", in: visit, .number(ExactNumber(visits)))
      let ending: CuttingProxy.Plan.Ending = place % 2 == 0 ? .close : .reset
      let proxy = try CuttingProxy(toPort: hub.port) { _ in
        .init(upBytesMaximum: cut.0, downBytesMaximum: cut.1, ending: ending)
      }
      _ = try? laptop.sync(through: proxy.url)
      proxy.stop()
    }
    try laptop.sync()
    try coco.sync()
    #expect(try laptop.store.read { try $0.status().pending } == 0)
    #expect(try laptop.store.read { try $0.verify() }.findings == [])
    #expect(try hub.findings() == "")
    let there = try coco.store.read { try $0.all(Visit.self) }.filter {
      $0.record.header.scope.owner == laptop.owner.id
    }
    #expect(Set(there.map(\.code)) == Set((1...visits).map { "v\($0)" }))
    let mine = try laptop.contents()
    #expect(try coco.contents().filter { mine[$0.key] != nil } == mine)
  }

  private static func work(on laptop: SyncedLaptop) throws {
    try laptop.sync()
    let visit = try laptop.start("model")
    try laptop.observe("desk", in: visit, .number(ExactNumber(1)))
  }
}
