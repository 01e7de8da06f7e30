"""Orders drawn at random from the product list, with the reductions that they should or should not have had."""

import json
from dataclasses import dataclass
from datetime import datetime

from promo_reference import arithmetic, evaluate, fen

REGIONS = ["全国", "浙江", "杭州市", "西湖区"]
PICKUP_POINTS = ["翠苑一区东门", "幸福里便利店", "蒋村花园3幢", "古荡湾菜鸟驿站"]
COUPONS = ["优惠券", "平台红包", "店铺券", "新人券", "翠苑店优惠券", "满30可用券", "商家代金券"]
FULL_REDUCTIONS = ["满减优惠", "活动满减", "满减", "幸福里便利店满减", "店铺满减活动"]
# How a time is written, and whether its seconds are printed.
TIME_FORMATS = {
    "%Y-%m-%d %H:%M:%S": True,
    "%Y-%m-%d %H:%M": False,
    "%Y/%m/%d %H:%M:%S": True,
    "%Y年%m月%d日 %H:%M": False,
    "%Y.%m.%d %H:%M": False,
    "%m-%d %H:%M": False,
    "%m月%d日 %H:%M": False,
}


@dataclass
class Order:
    """Money in fen. `lines`, `discounts`, `arithmetic` and `promotion` as in the truth files."""

    number: str
    placed_at: datetime
    time_format: str
    lines: list
    subtotal: int
    discounts: list
    freight: int | None
    paid: int
    pickup_point: str
    arithmetic: dict
    promotion: dict

    @property
    def time(self):
        return self.placed_at.strftime(self.time_format)

    @property
    def time_as_known(self):
        """ISO 8601 to the precision of the print."""
        return self.placed_at.strftime("%Y-%m-%dT%H:%M:%S" if TIME_FORMATS[self.time_format] else "%Y-%m-%dT%H:%M")


class Shop:
    def __init__(self, folder):
        with open(f"{folder}/promotions.json") as file:
            self.promotions = json.load(file)
        with open(f"{folder}/products.json") as file:
            self.products = json.load(file)["products"]
        self.category = {product["name"]: product["category"] for product in self.products}

    def order(self, chance, time_format, most_discounts=3, is_large=False):
        while True:
            order = self._order(chance, time_format, most_discounts, is_large)
            if order:
                return order

    def _order(self, chance, time_format, most_discounts, is_large):
        quantities = [12, 20, 36, 60] if is_large else [1, 1, 1, 2, 2, 3, 4, 10]
        lines = [
            self._line(product, chance.choice(quantities))
            for product in chance.sample(self.products, chance.choice([1, 2, 2, 3, 4, 5]))
        ]
        subtotal = sum(line["amount"] for line in lines)
        day = chance.choice([11, 12, 13, 15, 16, 17, 19, 21, 22])
        order = Order(
            number="",
            placed_at=datetime(2026, 11, day, chance.randint(6, 23), chance.randint(0, 59), chance.randint(0, 59)),
            time_format=time_format,
            lines=lines,
            subtotal=subtotal,
            discounts=[],
            freight=chance.choice([None, 0, 0, 300, 500]),
            paid=0,
            pickup_point=chance.choice(PICKUP_POINTS),
            arithmetic={},
            promotion={},
        )
        order.number = self._number(chance, order.placed_at)
        order.discounts = self._discounts(chance, order)[:most_discounts]
        order.paid = subtotal - sum(d["amount"] for d in order.discounts) + (order.freight or 0)
        if order.paid <= 0:
            return None
        if chance.random() < 0.08:  # a shop's own wrong sum
            order.paid = max(1, order.paid + chance.choice([100, -100, 1000]))
        order.arithmetic = arithmetic(
            dict(
                lines=lines,
                discounts=order.discounts,
                freight=order.freight,
                paid=order.paid,
                subtotal=subtotal,
                complete=True,
            )
        )
        order.promotion = self._promotion(order, order.discounts)
        return order

    def _line(self, product, quantity):
        price = fen(product["price"])
        return dict(
            name=product["name"],
            quantity=quantity,
            unitPrice=price,
            was=fen(product["was"]),
            amount=quantity * price,
            category=product["category"],
        )

    def _number(self, chance, placed_at):
        def digits(count):
            return "".join(chance.choice("0123456789") for _ in range(count))

        return chance.choice(
            [
                "TG" + digits(14),
                digits(18),
                placed_at.strftime("%Y%m%d-") + digits(8),
                placed_at.strftime("E%Y%m%d%H%M%S") + digits(6),
            ]
        )

    def _discounts(self, chance, order):
        """A coupon, the 满减 that is due, another one or none, a member's reduction."""
        found = []
        if chance.random() < 0.3:
            for label in chance.sample(COUPONS, chance.choice([1, 1, 2])):
                found.append(dict(label=label, amount=chance.choice([200, 300, 500]), kind="coupon"))
        expected = self._promotion(order, found)["expectedOff"]
        due = fen(expected) if expected else 0
        act, off = chance.random(), None
        if due and act < 0.62:
            off = due
        elif due and act < 0.75:
            off = chance.choice([500, 800, 1000, 1500, 1600, 2000])
        elif due and act < 0.8:
            off = due + 130
        elif not due and act < 0.2:
            off = 500
        if off and off < order.subtotal:
            told = f"满{chance.choice([39, 59, 99])}减{off // 100}" if off % 100 == 0 else "满减活动"
            label = chance.choice([*FULL_REDUCTIONS, told])
            found.insert(
                0 if chance.random() < 0.7 else len(found), dict(label=label, amount=off, kind="fullReduction")
            )
        if chance.random() < 0.15:
            label = chance.choice(["会员立减", "会员优惠", "新客立减"])
            found.append(dict(label=label, amount=chance.choice([100, 250]), kind="member"))
        return found

    def _promotion(self, order, discounts):
        lines = [dict(name=line["name"], amount=line["amount"]) for line in order.lines]
        asked = dict(placedAt=order.time_as_known, lines=lines, discounts=discounts, complete=True)
        return evaluate(asked, self.promotions, self.category, REGIONS)
