"""The layouts, each a function from orders to HTML. A field's text carries its name (`0.paid`, `1.l2.quantity`), so that the
page tells where it stands."""

import html

LAYOUTS = {}
TITLES = {}
STATUS_BAR = '<div class="bar"><span>9:41</span><span>5G 76%</span></div>'
RULE = '<div class="rule"></div>'
# Layouts that show a single order with at most so many reductions.
MOST_ORDERS = {"collapsed": 1, "refunded": 1, "member": 1}
MOST_DISCOUNTS = {"collapsed": 1}
# Layouts of orders by the dozen.
LARGE = {"bulk"}


def layout(heading):
    """Registers a layout under the heading of its page."""

    def register(function):
        LAYOUTS[function.__name__], TITLES[function.__name__] = function, heading
        return function

    return register


def money(amount, style):
    sign, digits = "-" if amount < 0 else "", f"{abs(amount) / 100:.2f}"
    if style == "small":
        whole, cents = digits.split(".")
        return f"{sign}<small>¥</small>{whole}<small>.{cents}</small>"
    if style == "short":
        digits = digits.rstrip("0").rstrip(".")
    if style == "comma":
        digits = f"{abs(amount) / 100:,.2f}"
    signed = {"yuan": f"{digits}元", "round": f"{digits}圆", "wide": f"￥{digits}", "spaced": f"¥ {digits}", "bare": digits}
    return sign + signed.get(style, f"¥{digits}")


def struck(amount, style):
    """A price that is no longer asked."""
    return f'<s class="dim fine">{money(amount, style)}</s>'


def field(name, text, style=""):
    return f'<span data-field="{name}" class="{style}">{text}</span>'


def pair(left, right, style=""):
    return f'<div class="pair {style}"><span>{left}</span>{right}</div>'


def card(*parts):
    return f'<div class="card">{"".join(parts)}</div>'


def title(text):
    return f'<div class="title">{text}</div>'


class Fields:
    """The fields of one order as HTML."""

    def __init__(self, index, order, style):
        self.index, self.order, self.style = index, order, style

    def line(self, number, name, text, style=""):
        return field(f"{self.index}.l{number}.{name}", text, style)

    def name(self, number):
        return self.line(number, "name", html.escape(self.order.lines[number]["name"]))

    def quantity(self, number, before="", behind=""):
        return self.line(number, "quantity", f'{before}{self.order.lines[number]["quantity"]}{behind}')

    def price(self, number, style=None):
        return self.line(number, "unitPrice", money(self.order.lines[number]["unitPrice"], style or self.style))

    def amount(self, number, style=None):
        return self.line(number, "amount", money(self.order.lines[number]["amount"], style or self.style))

    def sum(self, name, style="", money_style=None):
        return field(f"{self.index}.{name}", money(getattr(self.order, name), money_style or self.style), style)

    def discount(self, number, style=None):
        amount = -self.order.discounts[number]["amount"]
        return field(f"{self.index}.d{number}", money(amount, style or self.style))

    def number(self):
        return field(f"{self.index}.orderNumber", self.order.number)

    def time(self):
        return field(f"{self.index}.placedAt", self.order.time)

    def discounts(self, style="", behind="", row=""):
        return "".join(
            pair(each["label"] + behind, field(f"{self.index}.d{k}", money(-each["amount"], self.style), style), row)
            for k, each in enumerate(self.order.discounts)
        )

    def freight(self, label, row=""):
        return "" if self.order.freight is None else pair(label, self.sum("freight"), row)

    def paid(self, label):
        return pair(label, self.sum("paid", "paid"))

    def lines(self, draw):
        return "".join(draw(number) for number in range(len(self.order.lines)))


@layout("订单 Order")
def bilingual(f):
    """English behind the Chinese labels."""
    return card(
        pair("订单号 Order No.", f.number()),
        pair("下单时间 Time", f.time()),
        RULE,
        f.lines(lambda k: f"<div>{f.name(k)}</div>" + pair("Qty " + f.quantity(k, "×"), f.amount(k), "dim")),
        RULE,
        pair("小计 Subtotal", f.sum("subtotal")),
        f.discounts("red"),
        f.freight("运费 Delivery"),
        f.paid("实付 Total paid"),
    )


@layout("购买清单")
def price_left(f):
    """The price, then the name, then the quantity."""
    row = '<div class="row"><div class="bold red" style="width:200px">{}</div><div class="grow">{}</div><div class="dim">{}</div></div>'
    return card(
        f.lines(lambda k: row.format(f.price(k), f.name(k), f.quantity(k, "x"))),
        RULE,
        pair("商品金额", f.sum("subtotal")),
        f.freight("配送费"),
        f.discounts(),
        f.paid("实付金额"),
        RULE,
        f'<div class="dim fine">订单编号 {f.number()}</div><div class="dim fine">支付时间 {f.time()}</div>',
    )


@layout("‹ 订单详情")
def collapsed(f):
    """One reduction, its parts folded away behind an arrow; prices in two sizes."""

    def goods(k):
        name = pair(f.name(k), f.price(k, "small"))
        detail = pair("默认规格", f'<span>{f.quantity(k, "×")}</span>', "dim fine")
        return f'<div class="row"><div class="thumb"></div><div class="grow">{name}{detail}</div></div>'

    return (
        card(pair('<span class="bold">已签收</span>', '<span class="dim">›</span>'))
        + card(
            f.lines(goods),
            RULE,
            pair("商品总价", f.sum("subtotal")),
            f.freight("运费"),
            f.discounts("red", behind=" ›"),
            f.paid("实付款"),
        )
        + card(
            pair("订单编号", f'<span>{f.number()} <span class="dim">| 复制</span></span>', "fine"),
            pair("创建时间", f.time(), "fine"),
        )
    )


@layout("团购确认单")
def former_price(f):
    """A former price, struck through, before the price in force."""

    def goods(k):
        was = struck(f.order.lines[k]["was"], f.style)
        return f"<div>{f.name(k)}</div>" + pair(f.quantity(k, behind="件"), f"<span>{was} {f.price(k)}</span>", "dim")

    return card(
        f'<div class="fine dim">单号：{f.number()}</div><div class="fine dim">下单：{f.time()}</div>',
        RULE,
        f.lines(goods),
        RULE,
        pair("合计", f.sum("subtotal")),
        f.discounts(),
        f.freight("运费"),
        f.paid("应付"),
    )


@layout("订单详情")
def refunded(f):
    """A refund under the paid amount, which changes nothing of the order."""
    refund = money(min(f.order.paid, f.order.lines[0]["unitPrice"]), f.style)
    return (
        card(pair("订单状态", '<span class="red">部分退款</span>'))
        + card(
            f.lines(
                lambda k: pair(f.name(k), f'<span>{f.price(k)} <span class="dim">{f.quantity(k, "x")}</span></span>')
            ),
            RULE,
            pair("商品总额", f.sum("subtotal")),
            f.discounts(),
            f.freight("运费"),
            f.paid("实付款"),
            pair("退款金额", f"<span>{refund}</span>", "dim"),
        )
        + card(pair("订单编号", f.number()), pair("下单时间", f.time()))
    )


@layout("我的团购")
def narrow_names(f):
    """A list of orders whose names run over two lines beside columns of quantities and amounts."""
    row = '<div class="row"><div style="width:300px">{}</div><div class="grow middle dim">{}</div><div class="bold right">{}</div></div>'
    pieces = sum(line["quantity"] for line in f.order.lines)
    return card(
        pair(f'<span class="bold">{f.order.pickup_point}</span>', '<span class="dim">待提货</span>'),
        f.lines(lambda k: row.format(f.name(k), f.quantity(k, "×"), f.amount(k))),
        f.discounts(row="fine"),
        f.freight("配送费", "fine"),
        f'<div class="right">共 {pieces} 件　实付 {f.sum("paid", "paid")}</div>',
        f'<div class="dim fine">订单号 {f.number()}</div><div class="dim fine">下单时间 {f.time()}</div>',
    )


def body(name, orders, style):
    drawn = "".join(LAYOUTS[name](Fields(index, order, style)) for index, order in enumerate(orders))
    return STATUS_BAR + title(TITLES[name]) + drawn
