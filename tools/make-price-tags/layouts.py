"""Price tags as shops print them, drawn: what they look like and which price on them is the one to pay."""

from PIL import Image, ImageDraw, ImageFont

FONTS = [
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
]
NAMES = ["山泉饮用天然水", "原味酸牛奶", "海盐苏打饼干", "蜂蜜柚子茶", "鲜榨橙汁", "脆皮花生", "番茄味薯片", "黑巧克力"]
SIZES = [("550ml", 5.5, "100ml"), ("250g", 2.5, "100g"), ("1L", 10, "100ml"), ("120g", 1.2, "100g"), ("500g", 1, "500g")]
PLACES = ["浙江", "云南", "新西兰", "山东", "福建"]
INK, GREY, RED = (25, 25, 25), (95, 95, 95), (206, 30, 36)
# Tags are drawn this high and then shrunk to what the photo shows.
HEIGHT = 240

LAYOUTS = {}


def layout(draw):
    LAYOUTS[draw.__name__] = draw
    return draw


class Tag:
    """A blank tag with a pen."""

    def __init__(self, rng, width, paper):
        self.rng, self.width = rng, width
        self.picture = Image.new("RGB", (width, HEIGHT), paper)
        self.pen = ImageDraw.Draw(self.picture)
        self.pen.rectangle((0, 0, width - 1, HEIGHT - 1), outline=(120, 120, 120), width=2)
        self.bold, self.plain = FONTS[int(rng.integers(len(FONTS)))]
        self.name = NAMES[int(rng.integers(len(NAMES)))]
        self.size, self.units, self.unit = SIZES[int(rng.integers(len(SIZES)))]

    def text(self, words, x, y, height, ink=INK, bold=False, anchor="ls"):
        """Writes on the base line y; -> where the next word begins."""
        font = ImageFont.truetype(self.bold if bold else self.plain, height)
        self.pen.text((x, y), words, ink, font, anchor)
        return x + self.pen.textlength(words, font)

    def yuan_and_fen(self, price, x, y, height, ink, point=False):
        """Big yuan and, at their top, fen of half their height."""
        yuan, fen = price.split(".")
        x = self.text("¥", x, y, round(height * 0.5), ink, True) + 4
        x = self.text(yuan, x, y, height, ink, True) + 4
        if point:
            x = self.text(".", x, y, height, ink, True)
        return self.text(fen, x, y - round(height * 0.36), round(height * 0.52), ink, True)

    def per_unit(self, price):
        return f"单价 {float(price) / self.units:.2f}元/{self.unit}"

    def barcode(self, x, y, width, height):
        digits = "69" + "".join(str(int(d)) for d in self.rng.integers(0, 10, 11))
        place = x
        while place < x + width:
            bar = int(self.rng.integers(1, 5))
            self.pen.rectangle((place, y, place + bar - 1, y + height), INK)
            place += bar + int(self.rng.integers(2, 5))
        self.text(digits, x, y + height + 20, 18, GREY)

    def struck(self, words, x, y, height):
        end = self.text(words, x, y, height, GREY)
        self.pen.line((x, y - height * 0.35, end, y - height * 0.35), GREY, 3)


@layout
def big_yuan(tag, price):
    tag.text(f"{tag.name} {tag.size}", 14, 42, 34)
    tag.yuan_and_fen(price, tag.width * 0.3, 178, 128, INK)
    tag.text(tag.per_unit(price), 14, 224, 24, GREY)


@layout
def with_barcode(tag, price):
    tag.text(tag.name, 14, 40, 32, bold=True)
    tag.text(f"规格 {tag.size}  产地 {PLACES[int(tag.rng.integers(len(PLACES)))]}", 14, 74, 22, GREY)
    tag.barcode(14, 130, tag.width * 0.36, 60)
    tag.text("零售价", tag.width * 0.46, 112, 24, GREY)
    tag.text(price, tag.width * 0.46, 212, 96, INK, True)


@layout
def member(tag, price):
    tag.pen.rectangle((2, 2, tag.width - 3, 44), RED)
    tag.text(f"{tag.name} {tag.size}", 14, 34, 30, (255, 255, 255))
    tag.text("零售价", 16, 98, 26, GREY)
    tag.text(price, 16, 186, 92, INK, True)
    tag.text("会员价", tag.width * 0.62, 120, 24, RED)
    tag.text(f"{float(price) * 0.9:.2f}", tag.width * 0.62, 172, 48, RED, True)
    tag.text(tag.per_unit(price), 16, 226, 22, GREY)


@layout
def promotion(tag, price):
    tag.pen.rectangle((2, 2, tag.width * 0.24, HEIGHT - 3), RED)
    tag.text("特", tag.width * 0.12, 116, 76, (255, 255, 255), True, "ms")
    tag.text("价", tag.width * 0.12, 206, 76, (255, 255, 255), True, "ms")
    tag.text(f"{tag.name} {tag.size}", tag.width * 0.28, 42, 28)
    tag.yuan_and_fen(price, tag.width * 0.3, 168, 112, RED, point=True)
    tag.struck(f"原价 {float(price) * 1.25:.2f}", tag.width * 0.3, 222, 30)


@layout
def electronic(tag, price):
    tag.text(f"{tag.name}", 14, 40, 32)
    tag.text(tag.size, tag.width - 14, 40, 26, GREY, anchor="rs")
    tag.pen.line((14, 54, tag.width - 14, 54), INK, 2)
    tag.yuan_and_fen(price, tag.width * 0.34, 180, 124, INK, point=True)
    tag.pen.rectangle((2, 196, tag.width - 3, HEIGHT - 3), INK)
    tag.text(tag.per_unit(price), 16, 226, 24, (235, 235, 225))


def price(rng):
    """Most prices of a shop end in 0, 5, 8 or 9."""
    return f"{int(rng.integers(1, 100))}.{int(rng.integers(0, 10))}{int(rng.choice([0, 0, 0, 5, 8, 9]))}"


def drawn(name, rng, ratio):
    """A tag of that layout, `ratio` times as wide as high: picture and price."""
    papers = dict(promotion=(255, 238, 90), electronic=(214, 216, 206))
    shown = price(rng)
    tag = Tag(rng, round(HEIGHT * ratio), papers.get(name, (250, 250, 246)))
    LAYOUTS[name](tag, shown)
    return tag.picture, shown
