"""The letters that `storeproof simulate --media` draws with: one picture of grey letters and where each stands on it."""

import json

from PIL import Image, ImageDraw, ImageFont

from watermark import FONTS, SIMPLIFIED

EM, CELL, COLUMNS = 40, 56, 20  # px: size of the font, side of a letter's square, squares in a row
LEFT, TOP = 4, -5  # where a letter's origin lies in its square
WORDS = (
    "订单详情待自提已完成取货码点商品金额活动满减优惠配送费实付款共件下单时间支付方式微信支付订单编号规格默认全场"
    "模拟店路号浙江省杭州市第十城区时间地点坐标经度纬度门店星期周一二三四五六日"
    "西湖区滨江区上城区拱墅区余杭区萧山区临平区钱塘区富阳区临安区海曙区鄞州区江北区北仑区¥×：，。"
)


def make(fixtures):
    with open(f"{fixtures}/chain/products.json") as file:
        names = "".join(product["name"] for product in json.load(file)["products"])
    letters = "".join(sorted(set(map(chr, range(33, 127))) | set(WORDS + names) - {" "}))
    font = ImageFont.truetype(FONTS[False], EM, index=SIMPLIFIED)
    rows = -(-len(letters) // COLUMNS)
    picture = Image.new("L", (COLUMNS * CELL, rows * CELL), 0)
    draw = ImageDraw.Draw(picture)
    for number, letter in enumerate(letters):
        place = (number % COLUMNS * CELL + LEFT, number // COLUMNS * CELL + TOP)
        draw.text(place, letter, font=font, fill=255)
    picture.save(f"{fixtures}/simulation/letters.png", optimize=True)
    sheet = dict(
        em=EM,
        cell=CELL,
        columns=COLUMNS,
        left=LEFT,
        letters=letters,
        advances=[round(font.getlength(letter)) for letter in letters],
    )
    with open(f"{fixtures}/simulation/letters.json", "w") as file:
        json.dump(sheet, file, ensure_ascii=False, indent=1)
        file.write("\n")
    print(f"{len(letters)} letters")
