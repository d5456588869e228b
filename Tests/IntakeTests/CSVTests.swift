// SPDX-License-Identifier: Apache-2.0
import Intake
import Testing

@Suite struct CSVTests {
  @Test(arguments: ["\n", "\r\n", "\r"])
  func `a line ends with LF, CRLF or CR alike`(end: String) throws {
    let text = "a,b\(end)1,\"x\(end)y\"\(end)3,4"
    #expect(try rows(text) == [["a", "b"], ["1", "x\(end)y"], ["3", "4"]].map(Result.success))
  }

  @Test(arguments: [(",", "a;b,c"), (";", "a,b;c"), ("\t", "a,b\tc;d\te")])
  func `the delimiter is found out from the header`(delimiter: String, header: String) throws {
    let header = delimiter == "\t" ? "a,b\tc;d\te" : "\"\(header)\"\(delimiter)x\(delimiter)y"
    let row = ["1", "2", "3"].joined(separator: delimiter)
    #expect(try rows("\(header)\n\(row)").last == .success(["1", "2", "3"]))
  }

  @Test func `a byte order mark is no part of the first name`() throws {
    let reader = try CSVReader(ByteSource(bytes: [0xEF, 0xBB, 0xBF] + Array("code,name".utf8)))
    #expect(reader.header.names == ["code", "name"])
  }

  @Test func `two codings of one letter stay two`() throws {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    var reader = try CSVReader(
      ByteSource(bytes: Array("\(composed),\(decomposed)\n\(decomposed),\(composed)".utf8))
    )
    guard case .row(let row)? = try reader.next() else {
      Issue.record("the row was refused")
      return
    }
    #expect(Array(row[composed]?.utf8 ?? "".utf8) == Array(decomposed.utf8))
    #expect(Array(row[decomposed]?.utf8 ?? "".utf8) == Array(composed.utf8))
  }

  @Test func `a row knows its line and its row in a spreadsheet`() throws {
    var reader = try CSVReader(ByteSource(bytes: Array("a,b\n\"x\ny\",1\n\n2,3".utf8)))
    guard case .row(let first)? = try reader.next(), case .row(let second)? = try reader.next()
    else {
      Issue.record("a row was refused")
      return
    }
    #expect((first.row, first.line) == (2, 2))
    #expect((second.row, second.line) == (4, 5))
    #expect(try reader.next() == nil)
  }

  @Test func `a quote that is never closed is told where it opens`() throws {
    let fault = try #require(try faults("a,b\n1,\"x\n2,3").first)
    #expect(fault.reason == .unterminatedQuote(lastLine: 3))
    #expect((fault.row, fault.place) == (2, TextPlace(line: 2, column: 3)))
  }

  @Test func `text after a closing quote is refused and the next line is read`() throws {
    let results = try rows("a,b\n1,\"x\" y\n2,3\n")
    #expect(results.last == .success(["2", "3"]))
    let fault = try #require(try faults("a,b\n1,\"x\" y\n2,3\n").first)
    #expect(fault.reason == .textAfterQuote(opened: TextPlace(line: 2, column: 3)))
    #expect(fault.place == TextPlace(line: 2, column: 6))
    #expect(fault.column == "b")
  }

  @Test func `a row with more or fewer cells than the header is refused`() throws {
    let found = try faults("a,b\n1\n1,2\n1,2,3\n")
    #expect(found.map(\.reason) == [.cellCount(1, header: 2), .cellCount(3, header: 2)])
    #expect(found.map(\.row) == [2, 4])
  }

  @Test func `an empty line is an empty cell only where there is one column`() throws {
    #expect(try rows("a\n\n1\n") == [["a"], [""], ["1"]].map(Result.success))
    #expect(try faults("a,b\n\n1,2\n").isEmpty)
  }

  @Test func `a byte that is not UTF-8 is told with its place`() throws {
    let bytes = Array("a,b\nå,\"é\"\"".utf8) + [0xFF] + Array("\"\n1,2".utf8)
    let fault = try #require(try faults(bytes).first)
    #expect(fault.reason == .invalidUTF8(0xFF))
    #expect(fault.place == TextPlace(line: 2, column: 7))
    #expect(fault.column == "b")
    #expect(try rows(bytes).last == .success(["1", "2"]))
  }

  @Test func `a header needs names, and each once`() throws {
    #expect(try faults("").map(\.reason) == [.emptyFile])
    #expect(try faults("a,,b").map(\.reason) == [.emptyName])
    #expect(try faults("a,b,a").map(\.reason) == [.duplicateName("a")])
    #expect(try faults([0xFF, 0xFE, 0x61, 0x00]).map(\.reason) == [.utf16])
  }

  @Test func `a missing column is told with the nearest one that is there`() throws {
    let reader = try CSVReader(ByteSource(bytes: Array("visitid,location".utf8)))
    #expect {
      _ = try reader.header.require("visit_id")
    } throws: { error in
      (error as? CSVFault)?.reason == .missingColumn("visit_id", nearest: "visitid")
    }
  }

  @Test func `a row that would fill the memory ends the reading`() throws {
    let bytes = Array("a\n\"".utf8) + [UInt8](repeating: 0x78, count: 5_000)
    var records = try CSVRecords(ByteSource(bytes: bytes), recordBytesMaximum: 1_000)
    _ = try records.next()
    guard case .refused(let fault)? = try records.next() else {
      Issue.record("the row was taken")
      return
    }
    #expect(fault.reason == .rowTooLong(bytesMaximum: 1_000))
    #expect(try records.next() == nil)
  }

  @Test func `a file that is not there is named with what to do`() {
    #expect {
      _ = try ByteSource(path: "no/such/file.csv")
    } throws: { error in
      "\(error)".contains("no/such/file.csv") && "\(error)".contains("Check the path")
    }
  }
}
