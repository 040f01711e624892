import type { Region } from '../region.ts'

// Header lists of the affiliate order export of a seller. Localised files keep a few English headers.

/** What stands in a column, whatever its language. */
export type AffiliateField =
  | 'orderId'
  | 'productId'
  | 'productName'
  | 'skuId'
  | 'skuName'
  | 'sellerSku'
  | 'price'
  | 'paid'
  | 'currency'
  | 'quantity'
  | 'returned'
  | 'refunded'
  | 'status'
  | 'creator'
  | 'content'
  | 'contentId'
  | 'model'
  | 'standardRate'
  | 'estBase'
  | 'estStandard'
  | 'actualBase'
  | 'actualStandard'
  | 'adsRate'
  | 'estAds'
  | 'actualAds'
  | 'estBonus'
  | 'actualBonus'
  | 'createdAt'
  | 'paidAt'
  | 'readyAt'
  | 'deliveredAt'
  | 'completedAt'
  | 'commissionPaidAt'
  | 'none'

export type AffiliateColumn = readonly [header: string, field: AffiliateField]

const english: readonly AffiliateColumn[] = [
  ['Order ID', 'orderId'],
  ['Product ID', 'productId'],
  ['Product Name', 'productName'],
  ['SKU ID', 'skuId'],
  ['Price', 'price'],
  ['Payment Amount', 'paid'],
  ['Currency', 'currency'],
  ['Quantity', 'quantity'],
  ['Fully returned or refunded', 'returned'],
  ['Payment method', 'none'],
  ['Order Status', 'status'],
  ['Creator Username', 'creator'],
  ['Content Type', 'content'],
  ['Content ID', 'contentId'],
  ['commission model', 'model'],
  ['Standard commission rate', 'standardRate'],
  ['Est. Commission Base', 'estBase'],
  ['Est. standard commission payment', 'estStandard'],
  ['Actual Commission Base', 'actualBase'],
  ['Actual Commission Payment', 'actualStandard'],
  ['Shop Ads commission rate', 'adsRate'],
  ['Est. Shop Ads commission payment', 'estAds'],
  ['Actual Shop Ads commission payment', 'actualAds'],
  ['Est. co-funded creator bonus', 'estBonus'],
  ['Actual co-funded creator bonus', 'actualBonus'],
  ['Time Created', 'createdAt'],
]

const afterCreator = (column: AffiliateColumn): readonly AffiliateColumn[] =>
  english.flatMap((known): AffiliateColumn[] => (known[1] === 'creator' ? [known, column] : [known]))

const vietnamese: readonly AffiliateColumn[] = [
  ['ID đơn hàng', 'orderId'],
  ['ID sản phẩm', 'productId'],
  ['Tên sản phẩm', 'productName'],
  ['Sku', 'skuName'],
  ['Id Sku', 'skuId'],
  ['Sku người bán', 'sellerSku'],
  ['Giá', 'price'],
  ['Payment Amount', 'paid'],
  ['Đơn vị tiền tệ', 'currency'],
  ['Số lượng', 'quantity'],
  ['Phương thức thanh toán', 'none'],
  ['Trạng thái đơn hàng', 'status'],
  ['Tên người dùng nhà sáng tạo', 'creator'],
  ['Loại nội dung', 'content'],
  ['Id nội dung', 'contentId'],
  ['commission model', 'model'],
  ['Tỷ lệ khấu trừ Thuế TNCN', 'none'],
  ['Thuế TNCN ước tính', 'none'],
  ['Thuế TNCN thực tế', 'none'],
  ['Tỷ lệ hoa hồng tiêu chuẩn', 'standardRate'],
  ['Cơ sở hoa hồng ước tính', 'estBase'],
  ['Thanh toán hoa hồng tiêu chuẩn ước tính', 'estStandard'],
  ['Cơ sở hoa hồng thực tế', 'actualBase'],
  ['Thanh toán hoa hồng thực tế', 'actualStandard'],
  ['Tỷ lệ hoa hồng Quảng cáo cửa hàng', 'adsRate'],
  ['Thanh toán hoa hồng Quảng cáo cửa hàng ước tính', 'estAds'],
  ['Thanh toán hoa hồng Quảng cáo cửa hàng thực tế', 'actualAds'],
  ['Thưởng đồng chi trả cho nhà sáng tạo ước tính', 'estBonus'],
  ['Thưởng đồng chi trả cho nhà sáng tạo thực tế', 'actualBonus'],
  ['Trả hàng & hoàn tiền', 'returned'],
  ['Hoàn tiền', 'refunded'],
  ['Thời gian đã tạo', 'createdAt'],
  ['Thời gian thanh toán', 'paidAt'],
  ['Thời gian sẵn sàng vận chuyển', 'readyAt'],
  ['Order Delivery Time', 'deliveredAt'],
  ['Thời gian hoàn thành đơn hàng', 'completedAt'],
  ['Thời gian hoa hồng đã thanh toán', 'commissionPaidAt'],
  ['Platform', 'none'],
]

const indonesian: readonly AffiliateColumn[] = [
  ['ID Pesanan', 'orderId'],
  ['ID Produk', 'productId'],
  ['Produk', 'productName'],
  ['SKU', 'skuName'],
  ['ID Sku', 'skuId'],
  ['Penjual Sku', 'sellerSku'],
  ['Harga', 'price'],
  ['Payment Amount', 'paid'],
  ['Mata Uang', 'currency'],
  ['Kuantitas', 'quantity'],
  ['Metode Pembayaran', 'none'],
  ['Status Pesanan', 'status'],
  ['Nama pengguna kreator', 'creator'],
  ['Jenis Konten', 'content'],
  ['ID Konten', 'contentId'],
  ['commission model', 'model'],
  ['Persentase komisi standar', 'standardRate'],
  ['Est. Acuan Komisi', 'estBase'],
  ['Perkiraan pembayaran komisi standar', 'estStandard'],
  ['Acuan Komisi Aktual', 'actualBase'],
  ['Pembayaran Komisi Aktual', 'actualStandard'],
  ['Persentase komisi Iklan Toko', 'adsRate'],
  ['Perkiraan pembayaran komisi Iklan Toko', 'estAds'],
  ['Pembayaran komisi Iklan Toko aktual', 'actualAds'],
  ['Perkiraan bonus yang ditanggung bersama untuk kreator', 'estBonus'],
  ['Bonus sebenarnya yang ditanggung bersama untuk kreator', 'actualBonus'],
  ['Pengembalian barang', 'returned'],
  ['Pengembalian dana', 'refunded'],
  ['Waktu Dibuat', 'createdAt'],
  ['Waktu Pembayaran', 'paidAt'],
  ['Waktu Pesanan Siap Dikirim', 'readyAt'],
  ['Order Delivery Time', 'deliveredAt'],
  ['Waktu Pesanan Selesai', 'completedAt'],
  ['Waktu Komisi Dibayar', 'commissionPaidAt'],
  ['Platform', 'none'],
  ['agreement_type', 'none'],
]

export const affiliateColumns: Readonly<Record<Region, readonly AffiliateColumn[]>> = {
  US: english,
  UK: afterCreator(['Creator Region', 'none']),
  VN: vietnamese,
  ID: indonesian,
  TH: english,
  MY: [...english, ['Time Commission Paid', 'commissionPaidAt']],
}
