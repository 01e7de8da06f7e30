"""What each store sends on each day: the one list from which media, timetable, truth and expectations are made."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

DAYS = ["2026-11-20", "2026-11-21", "2026-11-22"]
SECTIONS = {"shelf-1": "drinks", "shelf-2": "dairy", "shelf-3": "snacks"}


@dataclass
class Photo:
    """One shelf photo: what is wrong on the shelf, where the camera stood, and what the file says about itself."""

    store: str
    day: str
    slot: str
    time: str
    style: str  # table | bar | light | strip | none
    exif: str = "full"  # full | noGps | none
    datum: str = "GCJ-02"  # what the watermark's coordinates are in
    faults: list = field(default_factory=list)
    camera: str = "plain"  # plain | left | right | cutBottom | cutTop | cutRight
    fault: str | None = None  # truncated | reusedBytes | reusedPixels | outside | weekday | noFacts
    note: str = ""
    late: str | None = None  # ISO time of receipt where that is not a few minutes after capture
    attempt: int = 1


@dataclass
class Shot:
    """One order screenshot."""

    store: str
    day: str
    slot: str
    layout: str
    scenarios: list
    out: tuple = (720, 1600)
    theme: str = "light"
    view: str = "full"
    note: str = ""
    late: str | None = None


def p(*args, **kw):
    return Photo(*args, **kw)


D0, D1, D2 = DAYS
PHOTOS = [
    # HZ-001: three complete days
    p("HZ-001", D0, "shelf-1", "09:12", "table", faults=[("oos", "dr-tindra-mint", 2)], note="第一层缺货两个排面"),
    p("HZ-001", D0, "shelf-2", "09:15", "bar", exif="none", note="陈列与计划一致；聊天软件传来，没有 EXIF"),
    p(
        "HZ-001",
        D0,
        "shelf-3",
        "09:18",
        "strip",
        exif="noGps",
        faults=[("swap", "dr-grano-cocoa", "dr-bristo-mango")],
        camera="left",
        note="两个单品位置对调",
    ),
    p(
        "HZ-001",
        D1,
        "shelf-1",
        "08:56",
        "bar",
        camera="right",
        faults=[
            ("cut", "dr-hopla-lemon", 1),
            ("oos", "dr-solena-mango", 2),
            ("swap", "dr-tindra-berry", "dr-tamiko-lemon"),
        ],
        note="罐装柠檬少一个排面，芒果汽水缺货，两个单品对调",
    ),
    p(
        "HZ-001",
        D1,
        "shelf-2",
        "08:59",
        "table",
        datum="WGS-84",
        faults=[("oos", "gs-oatly-oat-milk", 3)],
        camera="left",
        note="燕麦奶缺货；水印坐标为 WGS-84",
    ),
    p("HZ-001", D1, "shelf-3", "09:03", "light", exif="none", note="陈列与计划一致"),
    p(
        "HZ-001",
        D2,
        "shelf-1",
        "10:21",
        "strip",
        faults=[("alien", "dr-orlando-cherry")],
        camera="left",
        note="一个单品的位置摆了别的商品",
    ),
    p("HZ-001", D2, "shelf-2", "10:24", "light", exif="noGps", camera="right", note="陈列与计划一致"),
    p(
        "HZ-001",
        D2,
        "shelf-3",
        "10:27",
        "table",
        camera="cutBottom",
        faults=[("oos", "dr-kaffra-lime", 1)],
        note="最下一层在画面外：不参与评价",
    ),
    # HZ-004: three complete days, one photo sent again after a broken upload
    p("HZ-004", D0, "shelf-1", "14:05", "bar", datum="WGS-84", camera="left", note="陈列与计划一致"),
    p(
        "HZ-004",
        D0,
        "shelf-2",
        "14:08",
        "strip",
        exif="none",
        camera="left",
        faults=[("swap", "dr-pepita-mint", "dr-lumio-cocoa")],
        note="酸奶杯与布丁位置对调",
    ),
    p(
        "HZ-004",
        D0,
        "shelf-3",
        "14:12",
        "table",
        faults=[("oos", "dr-zunami-lime", 2), ("cut", "dr-cruncho-mango", 1)],
        camera="right",
        note="一个单品缺货，一个少排面",
    ),
    p(
        "HZ-004",
        D1,
        "shelf-1",
        "13:40",
        "light",
        exif="noGps",
        faults=[("oos", "dr-solena-mango", 2), ("oos", "dr-fjella-lime", 3)],
        note="芒果汽水和青柠苏打水缺货",
    ),
    p("HZ-004", D1, "shelf-2", "13:44", "table", fault="truncated", note="上传中断：照片只有前半，请重新拍摄"),
    p("HZ-004", D1, "shelf-2", "13:52", "table", camera="left", note="重拍后收到，代替上一张", attempt=2),
    p("HZ-004", D1, "shelf-3", "13:47", "bar", exif="none", camera="left", note="陈列与计划一致"),
    p(
        "HZ-004",
        D2,
        "shelf-1",
        "15:31",
        "table",
        camera="cutRight",
        faults=[("oos", "dr-fjella-classic", 1)],
        note="右侧在画面外：不参与评价",
    ),
    p(
        "HZ-004",
        D2,
        "shelf-2",
        "15:34",
        "bar",
        exif="none",
        faults=[("oos", "dr-pepita-mango", 1), ("oos", "dr-lumio-cocoa", 2), ("alien", "gs-yoggi-strawberry-yoghurt")],
        note="酸奶杯芒果和可可布丁缺货，草莓酸奶的位置摆了别的商品",
    ),
    p(
        "HZ-004",
        D2,
        "shelf-3",
        "15:38",
        "strip",
        camera="right",
        faults=[("alien", "dr-veluna-mint")],
        note="一个单品的位置摆了别的商品",
    ),
    # HZ-002: incomplete days
    p("HZ-002", D0, "shelf-1", "11:02", "table", fault="truncated", note="照片只有前半，没有重拍"),
    p("HZ-002", D0, "shelf-2", "11:05", "light", exif="noGps", camera="left", note="陈列与计划一致"),
    p(
        "HZ-002",
        D0,
        "shelf-3",
        "11:08",
        "bar",
        exif="none",
        faults=[("cut", "dr-nordvik-cherry", 1)],
        note="少一个排面",
    ),
    p("HZ-002", D1, "shelf-1", "16:20", "strip", camera="right", note="陈列与计划一致"),
    p(
        "HZ-002",
        D1,
        "shelf-3",
        "16:25",
        "table",
        camera="left",
        faults=[("oos", "dr-bristo-cocoa", 4), ("swap", "dr-veluna-cherry", "dr-nordvik-cherry")],
        note="可可豆缺货，两个单品对调",
    ),
    p(
        "HZ-002",
        D2,
        "shelf-1",
        "12:11",
        "bar",
        exif="none",
        faults=[("swap", "dr-tamiko-lemon", "dr-fjella-classic")],
        note="两个单品位置对调",
    ),
    p("HZ-002", D2, "shelf-2", "12:15", "table", datum="WGS-84", camera="cutTop", note="最上一层在画面外：不参与评价"),
    # HZ-003: the first day late, a wrong weekday, an old photo under a new watermark
    p(
        "HZ-003",
        D0,
        "shelf-1",
        "19:40",
        "table",
        exif="none",
        camera="left",
        fault="weekday",
        note="水印的日期与星期不符：待复核",
        late="2026-11-21T09:10:00+08:00",
    ),
    p(
        "HZ-003",
        D0,
        "shelf-2",
        "19:44",
        "bar",
        exif="noGps",
        camera="right",
        note="次日 04:00 以后收到：迟报",
        late="2026-11-21T09:11:00+08:00",
    ),
    p("HZ-003", D1, "shelf-1", "17:05", "light", exif="none", camera="left", note="陈列与计划一致"),
    p("HZ-003", D1, "shelf-2", "17:08", "strip", faults=[("oos", "gs-yoggi-vanilla-yoghurt", 2)], note="香草酸奶缺货"),
    p(
        "HZ-003",
        D2,
        "shelf-2",
        "17:30",
        "strip",
        exif="none",
        fault="reusedPixels",
        note="昨天的照片裁剪、重压后换了新水印：重复使用，不予采信",
    ),
    p("HZ-003", D2, "shelf-3", "17:33", "bar", exif="none", camera="right", note="陈列与计划一致"),
    # HZ-005: few items, a photo from elsewhere, yesterday's photo again
    p("HZ-005", D0, "shelf-1", "20:14", "none", exif="none", fault="noFacts", note="没有水印也没有 EXIF：待复核"),
    p(
        "HZ-005",
        D1,
        "shelf-1",
        "10:48",
        "bar",
        faults=[("oos", "dr-orlando-lemon", 2)],
        camera="right",
        note="罐装柠檬缺货",
    ),
    p("HZ-005", D1, "shelf-2", "10:52", "table", fault="outside", note="在约 3 公里外拍摄：不予采信"),
    p("HZ-005", D2, "shelf-1", "10:30", "bar", fault="reusedBytes", note="昨天的照片原样再传：不予采信"),
    p(
        "HZ-005",
        D2,
        "shelf-3",
        "10:34",
        "light",
        camera="left",
        exif="noGps",
        faults=[("oos", "dr-grano-berry", 1)],
        note="缺货一个排面",
    ),
]


def s(store, day, slot, layout, scenarios, **kw):
    return Shot(store, day, slot, layout, scenarios, **kw)


BIG = (1080, 2340)
SHOTS = [
    s("HZ-001", D0, "order-1", "youxuan", ["correct"], note="满减正确"),
    s("HZ-001", D0, "order-2", "xingsheng", ["fresh", "none"], note="生鲜周满减正确；另一单未达门槛"),
    s("HZ-001", D0, "order-3", "jielong", ["correct", "none"], note="接龙清单，满减正确"),
    s("HZ-001", D1, "order-1", "chat", ["correct"], note="聊天里的订单，满减正确"),
    s("HZ-001", D1, "order-2", "youxuan", ["wrongAmount"], out=BIG, note="满减金额不对"),
    s("HZ-001", D1, "order-3", "xingsheng", ["weekend", "none"], note="杭州周末满减正确"),
    s("HZ-001", D2, "order-1", "jielong", ["weekend"], note="杭州周末满减正确"),
    s("HZ-001", D2, "order-2", "xingsheng", ["correct", "correct"], theme="dark", note="深色界面，两单都正确"),
    s("HZ-001", D2, "order-3", "youxuan", ["none"], note="未达门槛，没有满减：正确"),
    s("HZ-004", D0, "order-1", "xingsheng", ["correct", "missing"], note="第二单达到门槛却没有满减"),
    s("HZ-004", D0, "order-2", "jielong", ["correct"], note="满减正确"),
    s("HZ-004", D0, "order-3", "youxuan", ["correct"], theme="dark", note="深色界面，满减正确"),
    s("HZ-004", D1, "order-1", "youxuan", ["weekend"], note="杭州周末满减正确"),
    s("HZ-004", D1, "order-2", "chat", ["none"], note="未达门槛"),
    s("HZ-004", D1, "order-3", "xingsheng", ["correct", "none"], out=BIG, note="满减正确"),
    s("HZ-004", D2, "order-1", "xingsheng", ["correct"], note="满减正确"),
    s("HZ-004", D2, "order-2", "youxuan", ["correct@DAY@paid"], note="金额对不上：实付与明细不符"),
    s("HZ-004", D2, "order-3", "jielong", ["weekend", "none"], note="满减正确"),
    s("HZ-002", D0, "order-1", "youxuan", ["correct"], note="满减正确"),
    s("HZ-002", D0, "order-2", "xingsheng", ["wrongTier", "none"], note="用了低一档的满减"),
    s("HZ-002", D1, "order-1", "jielong", ["correct"], note="满减正确"),
    s("HZ-002", D2, "order-1", "chat", ["correct"], note="满减正确"),
    s("HZ-002", D2, "order-2", "xingsheng", ["missing"], note="达到门槛却没有满减"),
    s("HZ-003", D0, "order-1", "xingsheng", ["correct"], note="迟报", late="2026-11-21T09:14:00+08:00"),
    s("HZ-003", D1, "order-1", "youxuan", ["none"], note="未达门槛"),
    s("HZ-005", D1, "order-1", "jielong", ["correct", "none"], note="满减正确"),
    s("HZ-005", D2, "order-1", "youxuan", ["correct"], view="scrolledTop", note="截图没有拍全：看不清的不猜"),
]

# Recordings start at this time of day; the i-th slot follows 7 minutes later.
RECORDING_START = {"HZ-001": "11:30", "HZ-002": "12:10", "HZ-003": "12:40", "HZ-004": "12:05", "HZ-005": "18:20"}
LATE_RECORDINGS = {("HZ-003", D0): "2026-11-21T09:12:00+08:00"}


def capture(day, time, seconds=0):
    return datetime.fromisoformat(f"{day}T{time}:{seconds:02d}")


def stem(store, day, slot):
    return f"{store}_{day}_{slot}"


def photo_stem(photo):
    """Stem of a photo's file; the same bytes sent again are the same file."""
    day = D1 if photo.fault == "reusedBytes" else photo.day
    return stem(photo.store, day, photo.slot) + ("-broken" if photo.fault == "truncated" else "")


def photo_file(photo):
    return f"media/shelf/{photo_stem(photo)}.jpg"


def shot_file(shot):
    return f"media/orders/{stem(shot.store, shot.day, shot.slot)}.jpg"


def received(photo):
    if photo.late:
        return photo.late
    return (capture(photo.day, photo.time) + timedelta(minutes=4)).isoformat() + "+08:00"


def shot_received(shot):
    if shot.late:
        return shot.late
    return f"{shot.day}T22:{30 + 2 * int(shot.slot[-1]):02d}:00+08:00"


def recording_received(store, day, number):
    if (store, day) in LATE_RECORDINGS:
        return LATE_RECORDINGS[(store, day)]
    start = capture(day, RECORDING_START[store]) + timedelta(minutes=7 * number)
    return start.isoformat() + "+08:00"
