/**
 * One spelling for what TikTok writes in several: composed characters, full-width ones as usual ones, no zero-width
 * ones, white space (also the tab at the end) as single spaces, lower case.
 */
export const normalHeader = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\u200B-\u200F\u2060\uFEFF\u00AD]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replaceAll('programme', 'program')
    .replaceAll('instalment', 'installment')
    .replace(/^ajustment\b/, 'adjustment')

/** Columns about a buyer, in the languages of the exports. They are never read, and never shown as a sample. */
const personalHeaders =
  /recipient|receiver|consignee|buyer|customer name|phone|mobile|e-?mail|address|zip ?code|postal|postcode|house name|street|city|district|commune|village|ward\b|delivery instruction|message|seller note|shipping information|tracking|bank account|nickname|full name|checked marked by|latitude|longitude|birth|tokopedia invoice|người nhận|người mua|khách hàng|điện thoại|địa chỉ|tin nhắn|phường|quận|penerima|pembeli|telepon|ponsel|alamat|pesan pembeli|kode pos|kota|kecamatan|kelurahan|ผู้รับ|ผู้ซื้อ|โทรศัพท์|ที่อยู่|ข้อความ|รหัสไปรษณีย์|destinatário|comprador|telefone|endereço|mensagem|cep\b|cpf\b|受取人|電話|住所/i

export const isPersonalHeader = (header: string): boolean => personalHeaders.test(header.normalize('NFKC'))

/** What looks like a way to reach a person, whatever its column is called. */
const personalValues =
  /[^\s@]+@[^\s@]+\.[a-z]{2,}|^\(?\+\d[\d\s().*-]{6,}$|^\(?0\d{1,3}\)?[\s().*-]?[\d\s().*-]{6,12}$|\d\*{2,}|\*{2,}\d/i

export const isPersonalValue = (value: string): boolean => personalValues.test(value.trim())
